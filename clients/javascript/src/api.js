/** What the server answered to a call, where that is no success. */
export class TidingsError extends Error {
  constructor(status, code, message) {
    super(message ?? code ?? `status ${status}`)
    this.name = 'TidingsError'
    this.status = status
    this.code = code
  }
}

/** Not what was asked for is at fault, but the network, the server or the moment. */
export function isTemporary(error) {
  return !(error instanceof TidingsError) || [0, 401, 408, 409, 425, 429].includes(error.status) || error.status >= 500
}

/**
 * The API, called with the user's token; with a new one where that is refused. A call resolves with the answer's body, or
 * fails with a TidingsError.
 */
export function api(url, tokens, fetch) {
  return async function call(method, path, body, isSecondTry) {
    const token = await tokens.get()
    const headers = { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) }
    const response = await fetch(new URL(path, url).href, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' })
    const answer = await response.json().catch(() => ({}))
    if (response.ok) return answer
    // Who was signed out may be signed in again, with another token.
    if (response.status === 401 || answer.code === 'revoked') {
      tokens.refused(token)
      if (!isSecondTry) return call(method, path, body, true)
    }
    throw new TidingsError(response.status, answer.code, answer.detail ?? answer.title)
  }
}
