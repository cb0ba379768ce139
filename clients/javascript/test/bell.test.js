import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TidingsError } from '../src/index.js'
import { Sight } from '../src/bell/sight.js'
import { Feed } from '../src/feed.js'
import { Stream } from '../src/stream.js'
import { Clock } from './model/clock.js'

const ITEM = { id: 'n1', offset: 9, channel: 'user:ann', createdAt: '2026-11-01T00:00:00Z', seen: false, read: false, archived: false }

test('an open bell says once that something was seen, however that is answered', async () => {
  const clock = new Clock()
  let calls = 0
  const call = async (method, path) => {
    if (path.startsWith('v1/feed?')) return { items: [ITEM], page: {}, counters: { unread: 1, unseen: 1 }, resume: 'e;user:ann~9' }
    if (method === 'GET') return {}
    if (++calls > 50) throw new Error('a flood')
    throw new TidingsError(403, 'forbidden')
  }
  const stream = new Stream({ event() {}, reset() {}, gap() {}, other() {} })
  const feed = new Feed({ now: clock.now, after: clock.after, random: Math.random }, call, stream, { isWanted: () => true, onGap() {} })
  await feed.load()
  const sight = new Sight()
  feed.subscribe(({ items }) => {
    const news = sight.news(items)
    if (news.length) feed.seen(news).catch(() => {})
  })
  await clock.pass(60_000)
  assert.equal(calls, 1)
})

test('what has another place, as the log was made anew, is said to be seen again', () => {
  const sight = new Sight()
  assert.equal(sight.news([ITEM]).length, 1)
  assert.equal(sight.news([ITEM]).length, 0)
  assert.equal(sight.news([{ ...ITEM, offset: -1 }]).length, 1)
})

test('who looks again says again what they see', () => {
  const sight = new Sight()
  sight.news([ITEM])
  sight.clear()
  assert.equal(sight.news([ITEM]).length, 1)
})
