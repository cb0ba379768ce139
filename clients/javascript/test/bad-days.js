import assert from 'node:assert/strict'
import { TidingsError } from '../src/index.js'
import { Browser } from './model/browser.js'
import { Chance } from './model/chance.js'
import { Clock } from './model/clock.js'
import { Device } from './model/device.js'
import { ROOMS } from './model/names.js'
import { Server } from './model/server.js'

/**
 * A program, not a test of node's: `node test/bad-days.js SEED DAYS`. Its tracing of promises would take most of the time.
 *
 * A bad day is a few storms; and after each a calm, in which every page has to be what the server is.
 */
const STORMS = 3
const STEPS = 12
/** More than a client remembers by itself. */
const FLOOD = 520
/** A silent connection is found out, and one opened anew; a snapshot is loaded again after the longest pause. */
const RECOVERY_MILLIS = 130_000
/** A call, tried again with another token. */
const SLOWEST_MILLIS = 60_000
/** Of all devices, on a day. */
const MOST_CALLS = 2_000
/** A notification that expires does so while the storm lasts, or soon after. */
const MOST_LIFE_MILLIS = 30_000

const [firstSeed, days] = process.argv.slice(2).map(Number)
for (let seed = firstSeed; seed < firstSeed + days; seed++) {
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
  for (let i = chance.below(60); i > 0; i--) server.notify(chance.of(['user', 'everyone']), chance.of(['a', 'b']))
  const browser = new Browser(clock, chance)
  // Two tabs of one browser, and another device.
  const devices = [
    new Device(server, browser, 'private:a', {}),
    new Device(server, browser, chance.of(ROOMS), {}),
    new Device(server, null, 'private:a', { isGranted: true }),
  ]
  for (let storm = 0; storm < STORMS; storm++) {
    server.faults = true
    for (let step = 0; step < STEPS; step++) {
      something(chance, server, devices)
      await clock.pass(chance.below(chance.of([50, 1_000, 10_000])))
    }
    server.faults = false
    await calm(clock, chance, server, devices)
  }
  // Each was tried several times, and most of the time one of them gets through.
  assert.ok(server.givenUp < 2, 'changes that were given up')
  assert.ok(server.calls < MOST_CALLS, 'a flood of calls')
  for (const { client } of devices) client.close()
}

function something(chance, server, devices) {
  const device = chance.of(devices)
  const { client, feed, page } = device
  const item = chance.of(feed.value.items)
  const ignore = promise =>
    promise?.catch(error => {
      if (!(error instanceof TidingsError)) server.givenUp++
    })
  const notify = partition =>
    server.notify(partition, chance.of(['a', 'b']), chance.of(['normal', 'normal', 'critical']), chance.is(0.1) ? 1 + chance.below(MOST_LIFE_MILLIS) : null)
  const deeds = [
    () => notify('user'),
    () => notify('user'),
    () => notify('everyone'),
    () => notify('everyone'),
    () => server.say(),
    () => server.say(),
    () => server.project('user'),
    () => server.project('everyone'),
    () => server.drop(),
    () => server.drain(),
    () => server.expire(),
    () => server.fallSilent(),
    () => server.refuseTokens(),
    () => chance.is(0.2) && server.revoke(),
    () => signIn(client),
    () => chance.is(0.4) && server.changeEpoch(),
    () => chance.is(0.5) && server.forget(),
    () => chance.is(0.02) && flood(server, notify),
    () => item && ignore(feed.read(item.id)),
    () => item && ignore(feed.unread(item.id)),
    () => item && ignore(feed.archive(item.id)),
    () => ignore(feed.readAll(chance.is(0.3) ? { category: 'a' } : {})),
    () => ignore(feed.seen()),
    () => device.look(),
    () => feed.more().catch(() => {}),
    () => ignore(device.room.publish('said', `${client.status.value.way} ${chance.next()}`)),
    () => page.wake(),
    () => page.offline(),
    () => chance.is(0.3) && (client.close(), client.connect()),
    () => chance.is(0.3) && device.reload(),
    () => chance.is(0.5) && (device.leave(), device.enter()),
  ]
  chance.of(deeds)()
}

function flood(server, notify) {
  for (let i = 0; i < FLOOD; i++) notify(server.chance.of(['user', 'everyone']))
}

/** Again, where it was ended for good. */
function signIn(client) {
  if (client.status.value.state === 'stopped') client.connect()
}

/** Nothing goes wrong any more, and what did has to be found out: by the pages alone. */
async function calm(clock, chance, server, devices) {
  for (const partition of ['user', 'everyone', 'user']) server.project(partition)
  // The slowest answer may still say that somebody was signed out.
  await clock.pass(SLOWEST_MILLIS)
  for (const { client } of devices) signIn(client)
  await clock.pass(RECOVERY_MILLIS)
  // Something more on each channel: a gap at its very end can't be known.
  server.notify('user', 'a')
  server.notify('everyone', 'a')
  for (const room of ROOMS) server.say(room)
  await clock.pass(1_000)
  for (const partition of ['user', 'everyone', 'user']) server.project(partition)
  await clock.pass(RECOVERY_MILLIS)
  // What is done and counted while the broadcast that it is done to is still on its way to some of the pages.
  const late = [server.notify('everyone', 'a'), server.notify('user', 'b')]
  for (const room of ROOMS) server.say(room)
  await clock.pass(chance.below(chance.of([1_500, 4_000])))
  const item = chance.of(devices[0].feed.value.items)
  const mine = [item && devices[0].feed.read(item.id), devices[1].feed.seen(), chance.is(0.5) && devices[2].feed.more()]
  const said = devices[2].room.publish('said', `calm ${chance.next()}`)
  await clock.pass(1_000)
  // Absolute counts that lack a broadcast, and none that follow: each page has to count it by itself.
  if (chance.is(0.3)) server.project('everyone')
  server.project('user')
  await clock.pass(chance.below(3_000))
  server.project('everyone')
  await clock.pass(5_000)
  await Promise.all([...mine, said])
  for (const [i, device] of devices.entries()) compare(device, server, late, `of device ${i}`)
}

function compare(device, server, late, of) {
  const { client, feed, room, arrived, heard, resets } = device
  const { items, counters, isStale, hasMore } = feed.value
  const expected = server.items()
  assert.deepEqual(client.status.value, { state: 'open', way: 'websocket', reason: null }, `the connection ${of}`)
  assert.equal(isStale, false, `staleness ${of}`)
  assert.deepEqual(items.map(essence), expected.slice(0, items.length).map(essence), `the feed ${of}`)
  assert.ok(hasMore || items.length === expected.length, `the end of the feed ${of}`)
  assert.deepEqual(counters, server.counters(), `the counts ${of}`)
  assert.equal(new Set(arrived).size, arrived.length, `what arrived twice ${of}`)
  assert.deepEqual(late.filter(id => !arrived.includes(id)), [], `what did not arrive ${of}`)
  assert.ok(heard.length, `what was said ${of}`)
  assert.deepEqual(heard, server.said[room.name].slice(-heard.length), `what was said ${of}`)
}

function essence({ id, seen, read, archived }) {
  return { id, seen, read, archived }
}
