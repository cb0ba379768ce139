import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, isTemporary } from '../src/api.js'
import { surroundings } from '../src/browser.js'
import { Tokens } from '../src/tokens.js'

/** A browser's parts, for the time of a test. */
function having(t, parts) {
  for (const [name, value] of Object.entries(parts)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name)
    Object.defineProperty(globalThis, name, { value, configurable: true })
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]))
  }
  return surroundings({ url: 'https://tidings.example/' })
}

const settled = () => new Promise(resolve => setImmediate(resolve))

test('where locks are refused, as in a sandboxed frame, a tab works alone', async t => {
  const request = async () => {
    throw new DOMException('not here', 'SecurityError')
  }
  const world = having(t, { document: {}, navigator: { locks: { request } } })
  let leads = 0
  world.lead('name', () => leads++)
  await settled()
  assert.equal(leads, 1)
})

test('who no longer waits for a lock does not lead', async t => {
  const request = (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const world = having(t, { document: {}, navigator: { locks: { request } } })
  let leads = 0
  world.lead('name', () => leads++)()
  await settled()
  assert.equal(leads, 0)
})

test('a database that does not open holds nothing up', { timeout: 10_000 }, async t => {
  const world = having(t, { indexedDB: { open: () => ({}) } })
  assert.equal(await world.store.load('name'), undefined)
})

test('a call that hangs is given up, and may be made again', async t => {
  const limit = new AbortController()
  let limits = 0
  t.mock.method(AbortSignal, 'timeout', millis => {
    limits += millis > 0
    return limit.signal
  })
  const fetch = (_, { signal }) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
  const world = having(t, { fetch })
  const call = api('https://tidings.example/', { get: async () => 'token' }, world.fetch)('POST', 'v1/feed/read', {})
  await settled()
  assert.equal(limits, 1)
  limit.abort(new DOMException('too late', 'TimeoutError'))
  await assert.rejects(call, isTemporary)
})

test('who was signed out is called with another token when there is one', async () => {
  let tokens = 0
  const given = new Tokens(async () => `token-${++tokens}`, Date.now)
  const fetch = async (_, { headers }) =>
    headers.Authorization === 'Bearer token-2' ? Response.json({ unread: 1 }) : Response.json({ code: 'revoked' }, { status: 403 })
  const call = api('https://tidings.example/', given, fetch)
  assert.deepEqual(await call('GET', 'v1/feed'), { unread: 1 })
})
