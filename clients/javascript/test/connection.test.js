import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Connection } from '../src/connection.js'
import { Tokens } from '../src/tokens.js'
import { Clock } from './model/clock.js'

let clock, opened, tokens, asked, remembered, frames, connection

beforeEach(() => {
  clock = new Clock()
  opened = []
  asked = 0
  remembered = null
  frames = []
  tokens = new Tokens(async () => `token-${++asked}`, clock.now)
  const world = {
    ways: ['websocket', 'event-stream', 'long-poll'],
    now: clock.now,
    after: clock.after,
    random: () => 0.999,
    recall: () => remembered,
    remember: way => (remembered = way),
    recallMillis: 60_000,
    open(way, { token }, link) {
      const sent = []
      const one = { way, token, link, sent, isClosed: false }
      opened.push(one)
      return { close: () => (one.isClosed = true), ...(way === 'websocket' && { send: message => sent.push(message) }) }
    },
  }
  connection = new Connection(world, tokens, { resume: () => '', message: frame => frames.push(frame), refused() {} })
})

const last = () => opened.at(-1)
const welcome = (one = last()) => one.link.message({ type: 'welcome', heartbeat: 25 })
const state = () => connection.status.value.state

async function isOpen() {
  connection.start()
  await clock.pass(0)
  welcome()
}

test('it waits longer after each failure, at most half a minute', async () => {
  connection.start()
  const waits = []
  for (let i = 0; i < 10; i++) {
    await clock.pass(0)
    const count = opened.length
    last().link.closed({ status: 503 })
    const from = clock.now()
    while (opened.length === count) await clock.pass(100)
    waits.push(Math.round((clock.now() - from) / 500) / 2)
  }
  assert.deepEqual(waits, [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30])
})

test('only a connection that lived for a while makes the next wait short again', async () => {
  await isOpen()
  for (const expected of [500, 1_000, 2_000, 4_000]) assert.equal(await waitAfterClosing(), expected)
  await clock.pass(10_000)
  assert.equal(await waitAfterClosing(), 500)
})

/** How long it took, rounded, to come back after a close. */
async function waitAfterClosing() {
  const [count, from] = [opened.length, clock.now()]
  last().link.closed({ code: 1006 })
  while (opened.length === count) await clock.pass(100)
  welcome()
  return clock.now() - from
}

test('a network that comes back ends the waiting', async () => {
  connection.start()
  for (let i = 0; i < 7; i++) {
    await clock.pass(30_000)
    last().link.closed({ status: 503 })
  }
  const count = opened.length
  connection.wake()
  await clock.pass(0)
  assert.equal(opened.length, count + 1)
})

test('waking leaves a connection alone that speaks, and replaces one that is silent', async () => {
  await isOpen()
  await clock.pass(20_000)
  connection.wake()
  await clock.pass(0)
  assert.equal(opened.length, 1)
  await clock.pass(15_000)
  connection.wake()
  await clock.pass(0)
  assert.equal(opened.length, 2)
  assert.ok(opened[0].isClosed)
})

test('a connection that says nothing for long is dead', async () => {
  await isOpen()
  await clock.pass(74_000)
  assert.equal(opened.length, 1)
  await clock.pass(2_000)
  assert.ok(opened[0].isClosed)
  assert.equal(opened.length, 2)
})

test('where the server goes, the new connection stands before the old one ends', async () => {
  await isOpen()
  opened[0].link.message({ type: 'draining', retryAfter: 8 })
  await clock.pass(8_000)
  assert.equal(opened.length, 2)
  assert.equal(opened[0].isClosed, false)
  opened[0].link.message({ type: 'event', offset: 1 })
  assert.equal(frames.at(-1).offset, 1, 'the old one still counts')
  welcome()
  assert.ok(opened[0].isClosed)
  assert.equal(state(), 'open')
})

test('a WebSocket that gets no answer gives way to an event stream, and that to polling', async () => {
  connection.start()
  for (let i = 0; i < 4; i++) {
    await clock.pass(2_000)
    last().link.closed({ code: 1006 })
  }
  await clock.pass(10_000)
  assert.deepEqual(opened.map(one => one.way), ['websocket', 'websocket', 'event-stream', 'event-stream', 'long-poll'])
})

test('what is blocked is remembered only when another way works at the same time', async () => {
  connection.start()
  for (let i = 0; i < 2; i++) {
    await clock.pass(2_000)
    last().link.closed({ code: 1006 })
  }
  await clock.pass(2_000)
  welcome()
  assert.equal(remembered, null)
  await clock.pass(10_000)
  assert.equal(last().way, 'websocket', 'tried beside')
  last().link.closed({ code: 1006 })
  assert.equal(remembered, 'event-stream')
  assert.equal(state(), 'open', 'nobody noticed')
  assert.equal(connection.status.value.way, 'event-stream')
})

test('after an outage it returns to the WebSocket by itself', async () => {
  connection.start()
  for (let i = 0; i < 2; i++) {
    await clock.pass(2_000)
    last().link.closed({ code: 1006 })
  }
  await clock.pass(2_000)
  welcome()
  await clock.pass(10_000)
  welcome()
  assert.equal(connection.status.value.way, 'websocket')
  assert.equal(remembered, null)
})

test('a revoked user is not connected again until the page asks for it', async () => {
  await isOpen()
  last().link.closed({ code: 4003 })
  await clock.pass(600_000)
  assert.equal(opened.length, 1)
  assert.deepEqual([state(), connection.status.value.reason], ['stopped', 'revoked'])
  connection.start()
  await clock.pass(0)
  assert.equal(opened.length, 2)
  assert.equal(last().token, 'token-2', 'not the one that was revoked')
})

test('a connection whose time is over, and one that was refused, come back with a new token', async () => {
  await isOpen()
  last().link.closed({ code: 4001 })
  await clock.pass(1_000)
  assert.equal(last().token, 'token-2')
  last().link.closed({ status: 401 })
  await clock.pass(2_000)
  assert.equal(last().token, 'token-3')
})

test('before its time is over a connection is refreshed where it is', async () => {
  await isOpen()
  last().link.message({ type: 'expiring', expiresIn: 60 })
  await clock.pass(0)
  assert.deepEqual(last().sent, [{ type: 'refresh', token: 'token-2' }])
  assert.equal(opened.length, 1)
})

test('a ping is answered', async () => {
  await isOpen()
  last().link.message({ type: 'ping' })
  assert.deepEqual(last().sent, [{ type: 'pong' }])
})

test('who asks for a token while one is being fetched gets that one', async () => {
  const [a, b] = await Promise.all([tokens.get(), tokens.fresh()])
  assert.equal(a, b)
  assert.equal(asked, 1)
})

test('a token is used for a part of its life, whatever its clock says', async () => {
  const times = Buffer.from(JSON.stringify({ iat: 10, exp: 70 })).toString('base64url')
  tokens = new Tokens(async () => `h.${times}.${++asked}`, clock.now)
  await tokens.get()
  await clock.pass(40_000)
  await tokens.get()
  assert.equal(asked, 1)
  await clock.pass(6_000)
  await tokens.get()
  assert.equal(asked, 2)
})

test('a probe leaves the plan alone to go before the server does', async () => {
  connection.start()
  for (let i = 0; i < 2; i++) {
    await clock.pass(2_000)
    last().link.closed({ code: 1006 })
  }
  await clock.pass(2_000)
  welcome()
  const before = last()
  before.link.message({ type: 'draining', retryAfter: 15 })
  await clock.pass(10_500)
  assert.equal(last().way, 'websocket', 'the probe')
  last().link.closed({ code: 1006 })
  await clock.pass(5_000)
  assert.equal(last().way, 'event-stream')
  assert.notEqual(last(), before)
})

test('a probe that had no token says nothing of the way', async () => {
  connection.start()
  for (let i = 0; i < 2; i++) {
    await clock.pass(2_000)
    last().link.closed({ code: 1006 })
  }
  await clock.pass(2_000)
  welcome()
  const { get } = tokens
  tokens.get = async () => {
    throw new Error('the page has no token')
  }
  await clock.pass(10_500)
  assert.equal(remembered, null)
  tokens.get = get
  await clock.pass(10_500)
  assert.equal(last().way, 'websocket', 'tried soon again')
})
