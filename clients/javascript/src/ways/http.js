/** One answer of the stream over plain HTTP; anything but a 200 is thrown as what `closed` is told. */
export async function ask(fetch, url, parameters, token, accept, signal) {
  const address = new URL('v1/stream', url)
  for (const [name, value] of Object.entries(parameters)) if (value) address.searchParams.set(name, value)
  const headers = { Accept: accept, Authorization: `Bearer ${token}` }
  const response = await fetch(address.href, { headers, signal, cache: 'no-store' })
  if (response.ok) return response
  const problem = await response.json().catch(() => ({}))
  throw { status: response.status, problem: problem.code, detail: problem.detail, retryAfter: Number(response.headers.get('Retry-After')) || 0 }
}

/** Runs what reads until it ends; its end, or what it failed with, is the link's. */
export function run(link, read) {
  const abort = new AbortController()
  read(abort.signal)
    .then(() => ({}), failure => (failure?.status ? failure : {}))
    .then(why => link.closed(why))
  return { close: () => abort.abort() }
}
