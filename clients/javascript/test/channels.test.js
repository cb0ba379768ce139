import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Tidings, TidingsError } from '../src/index.js'
import { Browser } from './model/browser.js'
import { Clock } from './model/clock.js'

const ROOM = 'presence:doc.1'

let clock, opened, browser, pages

beforeEach(() => {
  clock = new Clock()
  opened = []
  pages = []
  browser = new Browser()
})

function tab(way = 'websocket', fetch) {
  const world = {
    ways: [way],
    fetch,
    now: clock.now,
    after: clock.after,
    random: Math.random,
    recall: () => null,
    remember() {},
    watch: handlers => (pages.push(handlers), () => {}),
    ...browser.tab(),
    open(_, { resume }, link) {
      const one = { resume, link, sent: [], isClosed: false }
      opened.push(one)
      const send = message => !one.isClosed && Boolean(one.sent.push(message))
      return { close: () => (one.isClosed = true), ...(way === 'websocket' && { send }) }
    },
  }
  return new Tidings({ url: 'https://tidings.example', user: 'ann', token: async () => 'token' }, world)
}

const last = () => opened.at(-1)
const say = frame => last().link.message(frame)
const asked = channel => last().sent.filter(message => message.type === 'subscribe' && message.channel === channel)
/** Answers the last question for the channel, or nobody's. */
const subscribed = (offset, more) => say({ type: 'subscribed', channel: ROOM, offset, ref: asked(ROOM).at(-1)?.ref, ...more })
const event = (offset, prev, data) => say({ type: 'event', channel: ROOM, offset, prev, event: { type: 'x', data } })

async function welcomed() {
  await clock.pass(600)
  say({ type: 'welcome', user: 'ann', epoch: 'e', heartbeat: 25 })
  await clock.pass(0)
}

test('a channel is asked for on the connection, and named when another one goes on from its position', async () => {
  const heard = []
  tab().channel(ROOM).onEvent((_, { offset }) => heard.push(offset))
  await clock.pass(0)
  assert.equal(last().resume, '', 'were it refused, all would be')
  await welcomed()
  subscribed(4)
  event(7, 4)
  last().link.closed({ code: 1006 })
  await clock.pass(600)
  assert.equal(last().resume, `e;${ROOM}~7`)
  await welcomed()
  say({ type: 'subscribed', channel: ROOM, offset: 7, recovered: true })
  event(7, 4)
  event(9, 7)
  assert.deepEqual(heard, [7, 9])
})

test('a gap is asked for, and what comes before the answer is dropped', async () => {
  const heard = []
  tab().channel(ROOM).onEvent((_, { offset }) => heard.push(offset))
  await welcomed()
  subscribed(4)
  event(9, 7)
  await clock.pass(0)
  const again = asked(ROOM).at(-1)
  assert.deepEqual([again.epoch, again.offset], ['e', 4])
  event(12, 9)
  say({ type: 'subscribed', channel: ROOM, offset: 4, recovered: true, ref: again.ref })
  event(7, 4)
  event(9, 7)
  assert.deepEqual(heard, [7, 9])
})

test('what can not be had any more is told to the page', async () => {
  const resets = []
  tab().channel(ROOM).onReset(reason => resets.push(reason))
  await welcomed()
  subscribed(40, { recovered: false, reason: 'expired' })
  assert.deepEqual(resets, ['expired'])
})

test('a grant is asked for anew on each connection, and never part of the resume string', async () => {
  let grants = 0
  tab().channel(ROOM, { grant: async () => `grant-${++grants}` })
  await clock.pass(0)
  assert.equal(last().resume, '')
  await welcomed()
  assert.equal(asked(ROOM)[0].grant, 'grant-1')
  say({ type: 'subscribed', channel: ROOM, offset: 4, ref: asked(ROOM)[0].ref })
  last().link.closed({ code: 1012 })
  await welcomed()
  assert.deepEqual([asked(ROOM)[0].grant, asked(ROOM)[0].offset], ['grant-2', 4])
})

test('a channel that is granted is asked for when there is a connection, not before', async () => {
  const client = tab()
  client.connect()
  await clock.pass(0)
  const refused = []
  client.channel(ROOM, { grant: async () => 'grant' }).onRefused(code => refused.push(code))
  await clock.pass(1_000)
  await welcomed()
  assert.equal(asked(ROOM).length, 1)
  assert.deepEqual(refused, [])
})

test('a refusal is told to the channel that was refused', async () => {
  const client = tab()
  client.connect()
  await welcomed()
  const codes = []
  client.channel(ROOM).onRefused(code => codes.push(code))
  await clock.pass(0)
  say({ type: 'error', code: 'channel-refused', ref: asked(ROOM)[0].ref })
  assert.deepEqual(codes, ['channel-refused'])
  await clock.pass(30_000)
  assert.equal(opened.length, 1, 'the connection stays')
})

test('over a way that only listens a channel that is refused is told so, and no other suffers', async () => {
  const client = tab('event-stream')
  const refused = []
  client.channel(ROOM).onRefused(code => refused.push(['room', code]))
  client.channel('private:secret').onRefused(code => refused.push(['secret', code]))
  await clock.pass(0)
  assert.equal(last().resume, `0;${ROOM};private:secret`)
  last().link.closed({ status: 403, problem: 'channel-refused', detail: 'private:secret is not open to this user' })
  await clock.pass(2_000)
  assert.equal(last().resume, `0;${ROOM}`)
  await welcomed()
  subscribed(4)
  await clock.pass(30_000)
  assert.equal(opened.length, 2, 'it stays')
  assert.deepEqual(new Set(refused.map(([channel]) => channel)), new Set(['secret']))
})

test('over a way that only listens a channel that is wanted later opens the connection anew, once', async () => {
  const client = tab('event-stream')
  client.channel('public:news')
  await welcomed()
  client.channel(ROOM)
  await clock.pass(0)
  assert.deepEqual(last().resume.split(';').sort(), ['e', ROOM, 'public:news'])
  await welcomed()
  subscribed(4)
  await clock.pass(30_000)
  assert.equal(opened.length, 2)
})

test('a publish resolves with its offset, or fails with the code', async () => {
  const room = tab().channel(ROOM)
  await welcomed()
  const [first, second] = [room.publish('typing', { at: 1 }), room.publish('typing')]
  const [one, two] = last().sent.filter(message => message.type === 'publish')
  say({ type: 'published', channel: ROOM, offset: 8, ref: one.ref })
  say({ type: 'error', code: 'rate-limited', ref: two.ref })
  assert.equal(await first, 8)
  await assert.rejects(second, error => error instanceof TidingsError && error.code === 'rate-limited')
})

test('members come and go', async () => {
  const { members } = tab().channel(ROOM)
  await welcomed()
  const present = (op, ...users) => say({ type: 'presence', channel: ROOM, op, members: users.map(user => ({ user })) })
  present('state', 'ann', 'bob')
  present('join', 'eve')
  present('join', 'eve')
  present('leave', 'bob')
  assert.deepEqual(members.value.map(member => member.user), ['ann', 'eve'])
})

test('a tab that leaves a channel does not take it from another', async () => {
  const [a, b] = [tab(), tab()]
  const heard = []
  const mine = a.channel(ROOM)
  b.channel(ROOM).onEvent((_, { offset }) => heard.push(offset))
  await welcomed()
  assert.equal(opened.length, 1, 'they share a connection')
  subscribed(4)
  event(6, 4)
  await clock.pass(0)
  mine.close()
  assert.equal(last().sent.at(-1).type, 'unsubscribe')
  say({ type: 'unsubscribed', channel: ROOM, code: 'requested' })
  await clock.pass(0)
  const again = asked(ROOM).at(-1)
  assert.equal(again.offset, 6)
  subscribed(6, { recovered: true })
  event(8, 6)
  await clock.pass(0)
  assert.deepEqual(heard, [6, 8])
})

test('another tab takes over with its own position when the leader goes', async () => {
  const [a, b] = [tab(), tab()]
  const heard = []
  a.channel(ROOM)
  b.channel(ROOM).onEvent((_, { offset }) => heard.push(offset))
  await welcomed()
  subscribed(4)
  event(6, 4)
  await clock.pass(0)
  a.close()
  await clock.pass(600)
  assert.ok(opened[0].isClosed)
  assert.equal(last().resume, `e;${ROOM}~6`)
  await welcomed()
  say({ type: 'subscribed', channel: ROOM, offset: 6, recovered: true })
  event(8, 6)
  assert.deepEqual(heard, [6, 8])
})

test('a tab that was ended for good makes way for another, and can come back', async () => {
  const [a, b] = [tab(), tab()]
  a.connect()
  b.connect()
  await welcomed()
  assert.equal(opened.length, 1)
  last().link.closed({ code: 4003 })
  await clock.pass(600)
  assert.deepEqual([a.status.value.state, a.status.value.reason], ['stopped', 'revoked'])
  assert.equal(opened.length, 2, 'with the token of the other')
  await welcomed()
  assert.equal(b.status.value.state, 'open')
  a.connect()
  await clock.pass(600)
  assert.equal(a.status.value.state, 'open')
  assert.equal(opened.length, 2)
})

test('a tab that is closed takes its channels with it', async () => {
  const [a, b] = [tab(), tab()]
  a.connect()
  b.channel(ROOM)
  await welcomed()
  subscribed(4)
  await clock.pass(0)
  b.close()
  await clock.pass(0)
  assert.deepEqual(last().sent.at(-1), { type: 'unsubscribe', channel: ROOM })
})

test("who takes over does not name another's channel, which only that one has a grant for", async () => {
  const [a, b, c] = [tab(), tab(), tab()]
  a.connect()
  b.connect()
  c.channel(ROOM, { grant: async () => 'grant' })
  await welcomed()
  subscribed(4)
  await clock.pass(0)
  a.close()
  await clock.pass(600)
  assert.equal(opened.length, 2)
  assert.equal(last().resume, '')
  await welcomed()
  assert.deepEqual(asked(ROOM).map(({ grant, offset }) => [grant, offset]), [['grant', 4]])
})

test('a tab that comes to the front wakes the one that leads', async () => {
  const [a, b] = [tab(), tab()]
  a.connect()
  b.connect()
  await welcomed()
  await clock.pass(40_000)
  pages[1].wake()
  await clock.pass(0)
  assert.equal(opened.length, 2, 'the old one was silent')
})

test('who signs out in one tab is signed out in all', async () => {
  const [a, b] = [tab(), tab()]
  a.connect()
  b.connect()
  await welcomed()
  b.signOut()
  await clock.pass(600)
  assert.equal(a.status.value.state, 'stopped')
  assert.ok(opened.every(one => one.isClosed))
})

test('a resume string names as many channels as it can carry, and the others are asked for', async () => {
  const client = tab()
  const names = Array.from({ length: 100 }, (_, i) => `private:${'long'.repeat(10)}.${i}`)
  for (const name of names) client.channel(name)
  await welcomed()
  for (const channel of names) say({ type: 'subscribed', channel, offset: 4, ref: asked(channel)[0].ref })
  say({ type: 'subscribed', channel: 'user:ann', offset: 7 })
  last().link.closed({ code: 1006 })
  await welcomed()
  assert.ok(last().resume.length <= 2_000)
  assert.ok(last().resume.startsWith('e;user:ann~7;'))
  for (const name of names) assert.equal(asked(name).length, last().resume.includes(`${name}~4`) ? 0 : 1, name)
})

test('over a way that only listens a channel too many is refused, and the connection stays', async () => {
  const client = tab('event-stream')
  const refused = []
  for (let i = 0; i < 100; i++) client.channel(`private:${'long'.repeat(10)}.${i}`).onRefused(code => refused.push(code))
  await welcomed()
  await clock.pass(0)
  assert.equal(opened.length, 1)
  assert.deepEqual(new Set(refused), new Set(['not-connected']))
})

test('a tab that joins does not take the older pages from the others', async () => {
  const page = (id, hasMore) => ({
    items: [{ id, offset: 1, channel: 'user:ann', createdAt: `2026-11-0${id}T00:00:00Z` }],
    page: { before: id, hasMore },
    counters: { unread: 0, unseen: 0 },
    resume: 'e;user:ann~1',
  })
  const fetch = async url => ({ ok: true, json: async () => (url.includes('before') ? page('1', false) : url.includes('feed?') ? page('2', true) : {}) })
  const [a, b] = [tab('websocket', fetch), tab('websocket', fetch)]
  a.feed()
  const feed = b.feed()
  await welcomed()
  await feed.more()
  assert.equal(feed.value.items.length, 2)
  const c = tab('websocket', fetch).feed()
  await clock.pass(600)
  assert.equal(c.value.items.length, 1)
  assert.equal(feed.value.items.length, 2)
})

test('a tab that lacks what the leader has asks for it, also where no connection brings it', async () => {
  const asked = []
  const snapshot = (...ids) => ({
    items: ids.map(id => ({ id, offset: id, channel: 'user:ann', createdAt: `2026-11-0${id}T00:00:00Z` })),
    page: {},
    counters: { unread: 0, unseen: 0 },
    resume: `e;user:ann~${ids[0]}`,
  })
  const fetch = url => new Promise(resolve => {
    const answer = body => resolve({ ok: true, json: async () => body })
    url.includes('feed?') ? asked.push(answer) : answer({})
  })
  const [a, b] = [tab('websocket', fetch), tab('websocket', fetch)]
  a.feed()
  b.feed()
  await clock.pass(600)
  a.close()
  a.connect()
  await clock.pass(600)
  const [late, first] = asked
  first(snapshot(2, 1))
  await welcomed()
  say({ type: 'subscribed', channel: 'user:ann', offset: 2, recovered: true })
  last().link.closed({ code: 1006 })
  await clock.pass(0)
  late(snapshot(1))
  await welcomed()
  say({ type: 'subscribed', channel: 'user:ann', offset: 2, recovered: true })
  await clock.pass(0)
  assert.deepEqual([a.feed().value.items.length, a.feed().value.isStale], [2, false])
})

const left = () => last().sent.filter(message => message.type === 'unsubscribe').length

test('a channel is left, though the request was dropped', async () => {
  const room = tab().channel(ROOM)
  await welcomed()
  subscribed(4)
  room.close()
  say({ type: 'error', code: 'rate-limited' })
  await clock.pass(10_000)
  assert.equal(left(), 2)
  say({ type: 'unsubscribed', channel: ROOM, code: 'requested' })
  await clock.pass(30_000)
  assert.equal(left(), 2)
})

test('a channel whose end was not answered is not taken along to the next connection', async () => {
  const room = tab().channel(ROOM)
  await welcomed()
  subscribed(4)
  room.close()
  last().link.closed({ code: 1006 })
  await welcomed()
  assert.equal(last().resume, '')
  await clock.pass(30_000)
  assert.equal(left(), 0)
})

test('a channel that is wanted again stays', async () => {
  const client = tab()
  client.channel(ROOM).close()
  await welcomed()
  client.channel(ROOM).close()
  client.channel(ROOM)
  await clock.pass(0)
  subscribed(4)
  await clock.pass(30_000)
  assert.equal(left(), 1)
})

test('a tab that came when all was open takes over with its position as well', async () => {
  const a = tab()
  a.connect()
  await welcomed()
  const resets = []
  tab().channel(ROOM).onReset(reason => resets.push(reason))
  await clock.pass(0)
  subscribed(4)
  await clock.pass(0)
  a.close()
  await clock.pass(600)
  assert.equal(last().resume, `e;${ROOM}~4`)
})
