/**
 * Plays a product team's backend, with the local stack's own credentials, which are no secret. A real page never has any:
 * it asks its backend for a connection token, and that asks auth-service.
 */
const CLIENT = `Basic ${btoa('demo:demo-secret')}`

let serviceToken = null

async function call(path, options) {
  const response = await fetch(path, options)
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw Object.assign(new Error(body.detail ?? body.title ?? `status ${response.status}`), { status: response.status })
  return body
}

async function withService(path, body, isSecondTry = false) {
  serviceToken ??= call('/oauth2/token', {
    method: 'POST',
    headers: { Authorization: CLIENT, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  }).then(answer => answer.access_token)
  try {
    const headers = { Authorization: `Bearer ${await serviceToken}`, 'Content-Type': 'application/json' }
    return await call(path, { method: 'POST', headers, body: JSON.stringify(body) })
  } catch (error) {
    serviceToken = null
    if (error.status !== 401 || isSecondTry) throw error
    return withService(path, body, true)
  }
}

export const backend = {
  notify: notification => withService('/v1/notifications', notification),
  connectionToken: async user => (await withService('/v1/tokens', { user })).token,
}
