import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open as openEventStream } from '../src/ways/event-stream.js'
import { open as openLongPoll } from '../src/ways/long-poll.js'
import { websocket } from '../src/ways/websocket.js'

const URL_OF_SERVICE = new URL('https://tidings.example/under/')

/** Gathers what a way says; `over` is why it ended. */
function link() {
  const one = { messages: [], signs: 0, message: frame => one.messages.push(frame), heard: () => one.signs++ }
  one.over = new Promise(resolve => (one.closed = resolve))
  return one
}

/** Answers each call with the next of these, and keeps what was asked. */
function answering(...answers) {
  const asked = []
  const fetch = async (address, options) => {
    asked.push({ address: new URL(address), ...options })
    const answer = answers.shift()
    if (!answer) throw new TypeError('network')
    return answer
  }
  return { fetch, asked }
}

const stream = (...chunks) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    }),
  )

test('an event stream is read however it is cut into pieces', async () => {
  const one = link()
  const text = 'event: welcome\ndata: {"type":"welcome"}\n\n:\n\nid: e;a~1\ndata: {"type":"event",\ndata: "offset":1}\n\n'
  const { fetch, asked } = answering(stream(...text))
  openEventStream(fetch, URL_OF_SERVICE, { token: 't', resume: 'e;user:ann~1' }, one)
  assert.deepEqual(await one.over, {})
  assert.deepEqual(one.messages, [{ type: 'welcome' }, { type: 'event', offset: 1 }])
  assert.equal(asked[0].address.href, 'https://tidings.example/under/v1/stream?resume=e%3Buser%3Aann%7E1')
  assert.equal(asked[0].headers.Authorization, 'Bearer t')
  assert.equal(asked[0].headers.Accept, 'text/event-stream')
})

test('a comment is a sign of life', async () => {
  const one = link()
  openEventStream(answering(stream(':\n\n', ':\n\n')).fetch, URL_OF_SERVICE, { token: 't', resume: '' }, one)
  await one.over
  assert.equal(one.signs, 2)
  assert.deepEqual(one.messages, [])
})

test('a refusal says its code, and how long to stay away', async () => {
  const one = link()
  const refusal = new Response('{"code":"draining","detail":"soon"}', { status: 503, headers: { 'Retry-After': '4' } })
  openEventStream(answering(refusal).fetch, URL_OF_SERVICE, { token: 't', resume: '' }, one)
  assert.deepEqual(await one.over, { status: 503, problem: 'draining', detail: 'soon', retryAfter: 4 })
})

test('polls go on from where the last one ended, in the words of the other ways', async () => {
  const one = link()
  const first = { events: [{ type: 'event', offset: 2 }], subscribed: [{ type: 'subscribed', channel: 'user:ann', recovered: true }], resume: 'e;user:ann~2;everyone~5' }
  const second = { events: [], subscribed: first.subscribed, resume: 'e;user:ann~4;everyone~9' }
  const { fetch, asked } = answering(Response.json(first), Response.json(second))
  openLongPoll(fetch, URL_OF_SERVICE, { tokens: { get: async () => 't' }, resume: 'e;user:ann~1' }, one)
  assert.deepEqual(await one.over, {}, 'the third fails')
  assert.deepEqual(asked.map(({ address }) => address.searchParams.get('resume')), ['e;user:ann~1', first.resume, second.resume])
  assert.deepEqual(one.messages.map(frame => frame.type), ['welcome', 'subscribed', 'event', 'live', 'position', 'position'])
  assert.deepEqual([one.messages[0].user, one.messages[0].epoch], ['ann', 'e'])
})

test('a WebSocket brings its token where a browser can bring one', () => {
  const made = []
  class Socket {
    constructor(...what) {
      made.push(what)
    }
  }
  websocket(Socket, URL_OF_SERVICE, { token: 't', resume: 'e;everyone' }, link())
  assert.deepEqual(made, [['wss://tidings.example/under/v1/stream?resume=e%3Beveryone', ['tidings.v1', 'bearer.t']]])
})

test('a WebSocket says whether it could say something', () => {
  const sent = []
  class Socket {
    readyState = 0
    send(text) {
      sent.push(text)
    }
  }
  let socket
  const way = websocket(class extends Socket { constructor() { super(); socket = this } }, URL_OF_SERVICE, { token: 't' }, link())
  assert.equal(way.send({ type: 'pong' }), false)
  socket.readyState = 1
  assert.equal(way.send({ type: 'pong' }), true)
  assert.deepEqual(sent, ['{"type":"pong"}'])
})
