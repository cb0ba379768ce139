import assert from 'node:assert/strict'
import { Tidings } from '../src/index.js'
import { Browser } from './model/browser.js'
import { Chance } from './model/chance.js'
import { Clock } from './model/clock.js'
import { Server } from './model/server.js'

/**
 * A program, not a test of node's: `node test/bad-days.js SEED RUNS`. Its tracing of promises would take most of the time.
 */
const STEPS = 25

const [firstSeed, runs] = process.argv.slice(2).map(Number)
for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
  try {
    await badDay(seed)
  } catch (error) {
    console.error(`node test/bad-days.js ${seed} 1`)
    throw error
  }
}

async function badDay(seed) {
  const chance = new Chance(seed)
  const clock = new Clock()
  const server = new Server(clock, chance)
  for (let i = chance.below(30); i > 0; i--) server.notify(chance.of(['user', 'everyone']), chance.of(['a', 'b']))
  const browser = new Browser()
  // Two tabs of one browser, and another device.
  const devices = [device(server, browser), device(server, browser), device(server, null)]
  const arrived = devices.map(({ feed }) => {
    const ids = []
    feed.onArrival(item => ids.push(item.id))
    return ids
  })
  for (let step = 0; step < STEPS; step++) {
    something(chance, server, devices)
    await clock.pass(chance.below(chance.of([50, 1_000, 10_000])))
  }
  server.faults = false
  // Something more on each channel: a gap at its very end can't be known.
  for (let i = 0; i < 3; i++) {
    server.notify('user', 'a')
    server.notify('everyone', 'b')
    server.project('everyone')
    server.project('user')
    server.project('user')
    await clock.pass(60_000)
  }
  for (let i = 0; i < 6; i++) {
    server.project('user')
    await clock.pass(20_000)
  }
  // Absolute counts that lack the broadcasts, and none that follow: each has to count these by itself.
  for (let i = 0; i < 3; i++) {
    server.notify('everyone', 'a')
    server.notify('user', 'b')
    server.project('user')
    await clock.pass(1_000)
  }
  devices[0].feed.read(devices[0].feed.value.items[1].id).catch(() => {})
  devices[1].feed.seen().catch(() => {})
  await clock.pass(1_000)
  server.project('user')
  await clock.pass(5_000)
  server.project('everyone')
  await clock.pass(5_000)
  const expected = server.items()
  devices.forEach(({ client, feed }, i) => {
    const { items, counters, isStale } = feed.value
    assert.equal(client.status.value.state, 'open')
    assert.equal(isStale, false)
    assert.ok(items.length >= Math.min(expected.length, 1), 'something is shown')
    assert.deepEqual(items.map(essence), expected.slice(0, items.length).map(essence), `the feed of device ${i}`)
    assert.deepEqual(counters, server.counters(), `the counts of device ${i}`)
    assert.equal(new Set(arrived[i]).size, arrived[i].length, 'nothing arrives twice')
    client.close()
  })
}

function something(chance, server, devices) {
  const { client, feed, page } = chance.of(devices)
  const item = chance.of(feed.value.items)
  const ignore = promise => promise?.catch(() => {})
  const deeds = [
    () => server.notify('user', chance.of(['a', 'b'])),
    () => server.notify('user', chance.of(['a', 'b'])),
    () => server.notify('everyone', chance.of(['a', 'b'])),
    () => server.project(),
    () => server.project(),
    () => server.drop(),
    () => server.drain(),
    () => server.expire(),
    () => chance.is(0.3) && server.changeEpoch(),
    () => chance.is(0.5) && server.forget(),
    () => item && ignore(feed.read(item.id)),
    () => item && ignore(feed.unread(item.id)),
    () => item && ignore(feed.archive(item.id)),
    () => ignore(feed.readAll(chance.is(0.3) ? { category: 'a' } : {})),
    () => ignore(feed.seen()),
    () => ignore(feed.more()),
    () => page.wake(),
    () => page.offline(),
    () => chance.is(0.3) && (client.close(), client.connect()),
  ]
  chance.of(deeds)()
}

function device(server, browser) {
  const { clock, chance } = server
  const page = {}
  const world = {
    ways: ['websocket', 'event-stream'],
    open: (...call) => server.open(...call),
    fetch: (...call) => server.fetch(...call),
    now: clock.now,
    random: chance.next,
    after: clock.after,
    recall: () => null,
    remember() {},
    recallMillis: 60_000,
    watch: handlers => (Object.assign(page, handlers), () => {}),
    ...browser?.tab(),
  }
  const token = async () => {
    if (server.faults && chance.is(0.1)) throw new Error('the page has no token')
    return 'token'
  }
  const client = new Tidings({ url: 'https://tidings.example', user: 'ann', token }, world)
  return { client, feed: client.feed(), page }
}

function essence({ id, seen, read, archived }) {
  return { id, seen, read, archived }
}
