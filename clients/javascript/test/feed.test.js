import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Feed } from '../src/feed.js'
import { Stream } from '../src/stream.js'
import { Clock } from './model/clock.js'

let clock, calls, answer, gaps, items, stream, feed

beforeEach(async () => {
  clock = new Clock()
  calls = []
  gaps = 0
  items = []
  answer = async () => ({})
  const call = async (method, path, body) => {
    if (path.startsWith('v1/feed?')) return { items, page: {}, counters: { unread: items.length, unseen: 0 }, resume: 'e;user:ann~9;everyone~9' }
    if (method === 'GET') return {}
    calls.push(body)
    return answer(body)
  }
  stream = new Stream({ event: (frame, isLive) => feed.receive(frame, isLive), reset() {}, gap() {}, other() {} })
  feed = new Feed({ now: clock.now, after: clock.after, random: () => 0.9 }, call, stream, { isWanted: () => true, onGap: () => gaps++ })
  feed.online(true)
})

test('items of an older log are read up to before the first place of this one', async () => {
  items = [item({ offset: -1 })]
  await feed.load()
  await feed.readAll()
  assert.deepEqual(calls, [{ upTo: 'e;user:ann~-1' }])
})

const item = more => ({ id: 'n1', offset: 9, channel: 'user:ann', createdAt: '2026-11-01T00:00:00Z', seen: false, read: false, archived: false, ...more })

test('a change that has to be said again is not overtaken by the one that undoes it', async () => {
  items = [item()]
  await feed.load()
  let failures = 2
  const taken = []
  answer = async body => {
    if (body.archived && failures-- > 0) throw new TypeError('network')
    taken.push(body.archived)
    return {}
  }
  const done = [feed.archive('n1'), feed.unarchive('n1')]
  assert.equal(feed.value.items.length, 1, 'shown at once')
  await clock.pass(60_000)
  await Promise.all(done)
  assert.deepEqual(taken, [true, false])
})

test('a change that is refused does not hold up the next', async () => {
  await feed.load()
  answer = async body => {
    if (body.read) throw Object.assign(new Error('refused'), { code: 'not-found' })
    return {}
  }
  const refused = assert.rejects(feed.read('n1'))
  const taken = feed.archive('n2')
  await clock.pass(60_000)
  await Promise.all([refused, taken])
})

test('what expires leaves the list by itself, and the counts are asked for when they must have it', async () => {
  items = [item({ channel: 'everyone', expiresAt: new Date(clock.now() + 90_000).toISOString() })]
  await feed.load()
  const lengths = []
  feed.subscribe(({ items }) => lengths.push(items.length))
  await clock.pass(80_000)
  assert.equal(lengths.at(-1), 1)
  await clock.pass(15_000)
  assert.equal(lengths.at(-1), 0)
  await clock.pass(50_000)
  assert.equal(gaps, 0, 'they may not have it yet')
  await clock.pass(40_000)
  assert.equal(gaps, 1)
})

test('what expired while there was no connection is found out when there is one', async () => {
  items = [item({ channel: 'everyone', expiresAt: new Date(clock.now() + 90_000).toISOString() })]
  await feed.load()
  feed.online(false)
  await clock.pass(200_000)
  assert.equal(gaps, 0)
  feed.online(true)
  await clock.pass(90_000)
  assert.equal(gaps, 1)
})

test('an event without a time is of now', async () => {
  await feed.load()
  stream.receive({ type: 'event', channel: 'user:ann', offset: 10, prev: 9, event: { id: 'n2', type: 'notification.created', data: { title: 'Hello' } } })
  assert.equal(feed.value.items[0]?.createdAt, new Date(clock.now()).toISOString())
})
