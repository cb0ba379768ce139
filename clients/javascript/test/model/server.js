import { Link } from './link.js'
import { PARTITIONS, ROOMS, nameOf } from './names.js'
import { View } from './view.js'

const TOKEN_SECONDS = 3_600
/** A log gets longer in its life than the next one in a day: an item of it lies beyond the next one's end. */
const LONG_LOG = 100_000
const MOST_LOGS = 1_000
/** What expires is out of the view within a minute, as the contract has it. */
const EXPIRED_MILLIS = 60_000
/** So long an answer waits for the view to have the change. */
const MOST_WAIT_MILLIS = 2_000
const perPartition = value => Object.fromEntries(PARTITIONS.map(partition => [partition, value()]))

/**
 * The server as the contract has it, in memory: a log of a few partitions, a view that is a moment behind it, edges, and the
 * faults of a bad day.
 */
export class Server {
  faults = true
  /** Changes that a page was told it could not make, for no fault of theirs. */
  givenUp = 0
  calls = 0
  /** Categories whose broadcasts the user doesn't want. */
  muted
  /** All that was ever said in a room, over all logs. */
  said = perPartition(() => [])

  #epoch = 0
  /** Records of the present log. */
  #log = perPartition(() => [])
  #offsets = perPartition(() => LONG_LOG * MOST_LOGS)
  #retained = perPartition(() => 0)
  #view
  #links = new Set()
  #waiting = []
  #leftOut = new Map()
  #ids = 0
  #lastTime = 0
  #tokens = 0
  #firstGoodToken = 1
  #firstUnrevokedToken = 1

  constructor(clock, chance) {
    this.clock = clock
    this.chance = chance
    this.muted = chance.of([[], ['b']])
    this.#view = new View(this.muted)
  }

  get epoch() {
    return `e${this.#epoch}`
  }

  items() {
    return this.#view.items()
  }

  counters() {
    return this.#view.counters()
  }

  notify(partition, category, priority = 'normal', lifeMillis = null) {
    const id = `n${++this.#ids}`
    const end = lifeMillis && this.clock.now() + lifeMillis
    const expiresAt = end && new Date(end).toISOString()
    if (end) this.clock.after(lifeMillis + this.chance.below(EXPIRED_MILLIS), () => this.#expired(partition, id))
    // A producer that doesn't know whether it was heard says it again.
    for (let times = this.chance.is(0.05) ? 2 : 1; times > 0; times--) {
      this.#append(partition, 'notification.created', { title: id, category, priority, expiresAt }, id)
    }
    return id
  }

  /** Of a broadcast's end nobody is told. */
  #expired(partition, id) {
    if (this.#view.remove(id) && partition === 'user') this.#append('user', 'feed.changed', { op: 'read', ids: [] })
  }

  /** In a room: by the product, or by one who listens. */
  say(room = this.chance.of(ROOMS), data = `said ${++this.#ids}`) {
    this.said[room].push(data)
    return this.#append(room, 'said', data)
  }

  #append(partition, type, data, id) {
    // Other channels share the partition.
    const offset = (this.#offsets[partition] += 1 + this.chance.below(3))
    this.#lastTime = Math.max(this.clock.now(), this.#lastTime + 1)
    const log = this.#log[partition]
    log.push({ offset, prev: log.at(-1)?.offset ?? null, event: { id, type, time: new Date(this.#lastTime).toISOString(), data } })
    this.#deliver(partition)
    return offset
  }

  /** Each edge reads the partitions at its own pace: only within a channel there is an order. */
  #deliver(partition) {
    for (const link of this.#links) {
      if (this.chance.is(0.7)) link.deliver(partition)
      else this.clock.after(this.chance.below(1_500), () => link.deliver(partition))
    }
  }

  /** Brings the view forward, by one partition at a time; answers that waited for it are given. */
  project(partition) {
    const batch = this.after(partition, this.#view.reached[partition])
    if (!batch.length) return
    this.#view.take(partition, batch, this.#log.user)
    if (partition === 'user' && batch.some(record => record.event.type !== 'feed.badge')) {
      this.#append('user', 'feed.badge', { ...this.counters(), asOf: this.resume(this.#view.reached) })
    }
    for (const answer of this.#waiting.splice(0)) answer()
  }

  /** The log is made anew: all offsets are void, the view keeps what it has. */
  changeEpoch() {
    for (const partition of ['user', 'everyone', 'user']) this.project(partition)
    this.#epoch++
    this.#log = perPartition(() => [])
    this.#offsets = perPartition(() => LONG_LOG * (MOST_LOGS - this.#epoch) + this.chance.below(10))
    this.#retained = perPartition(() => 0)
    this.#view.begin(this.#offsets)
    for (const answer of this.#waiting.splice(0)) answer()
    for (const link of [...this.#links]) link.end(1012)
  }

  /** What is older is gone. */
  forget() {
    for (const partition of PARTITIONS) this.#retained[partition] = Math.max(0, (this.#view.reached[partition] ?? this.#offsets[partition]) - 3)
  }

  drop() {
    for (const link of [...this.#links]) if (this.chance.is(0.5)) link.end(this.chance.of([1001, 1006, 1011, 1012, 4001, 4008, 4029]))
  }

  drain() {
    for (const link of [...this.#links]) link.drain()
  }

  expire() {
    for (const link of [...this.#links]) link.say({ type: 'expiring', expiresIn: 60 })
  }

  fallSilent() {
    for (const link of [...this.#links]) if (this.chance.is(0.5)) link.fallSilent()
  }

  token() {
    const iat = this.clock.now() / 1000
    return `h.${btoa(JSON.stringify({ iat, exp: iat + TOKEN_SECONDS }))}.${++this.#tokens}`
  }

  /** All that were given until now. */
  refuseTokens() {
    this.#firstGoodToken = this.#tokens + 1
  }

  accepts(token) {
    return numberOf(token) >= this.#firstGoodToken
  }

  /** The user was signed out, of all that they have. */
  revoke() {
    this.refuseTokens()
    this.#firstUnrevokedToken = this.#firstGoodToken
    for (const link of [...this.#links]) link.end(4003)
  }

  isRevoked(token) {
    return numberOf(token) < this.#firstUnrevokedToken
  }

  resume(offsets) {
    return [this.epoch, ...Object.entries(offsets).map(([partition, offset]) => `${nameOf(partition)}~${offset}`)].join(';')
  }

  /** The stream: its frames go to the handler after a while, in order. */
  open(way, how, handler) {
    const link = new Link(this, way, how, handler)
    this.#links.add(link)
    return link.socket
  }

  /** The API. */
  async fetch(url, { method, body, headers }) {
    this.calls++
    await this.#delay()
    if (this.isRevoked(headers.Authorization)) return problem(403, 'revoked')
    if (!this.accepts(headers.Authorization)) return problem(401, 'token-expired')
    if (this.faults && this.chance.is(0.1)) throw new TypeError('network')
    if (this.faults && this.chance.is(0.05)) return problem(503, 'store-unavailable')
    const { pathname, searchParams } = new URL(url)
    const answer = method === 'GET' ? this.#read(pathname, searchParams) : await this.#write(pathname, JSON.parse(body))
    await this.#delay()
    // The change was made, and nobody hears of it.
    if (this.faults && this.chance.is(0.05)) throw new TypeError('network')
    return answer
  }

  #read(path, parameters) {
    if (path !== '/v1/feed') return ok({ muted: this.muted })
    return ok({ ...this.#view.page(parameters.get('before')), counters: this.counters(), resume: this.resume(this.#view.reached) })
  }

  async #write(path, body) {
    if (this.faults && this.chance.is(0.05)) return problem(404, 'not-found')
    if (body.upTo && !body.upTo.startsWith(`${this.epoch};`)) return problem(400, 'bad-resume')
    const id = path.match(/items\/(.*)/)?.[1]
    const change = id ? { op: operationOf(body), ids: [id] } : { op: path.split('/').pop(), ...body }
    const offset = this.#append('user', 'feed.changed', change)
    const epoch = this.#epoch
    let isPatient = true
    this.clock.after(MOST_WAIT_MILLIS, () => {
      isPatient = false
      for (const answer of this.#waiting.splice(0)) answer()
    })
    while (isPatient && epoch === this.#epoch && this.#view.reached.user < offset) await new Promise(resolve => this.#waiting.push(resolve))
    if (this.chance.is(0.5)) await this.#delay()
    return isPatient && this.chance.is(0.5) ? ok({ ...this.counters(), asOf: this.resume(this.#view.reached) }) : ok(this.counters(), 202)
  }

  /** Answers overtake each other, and what the stream says meanwhile. */
  #delay() {
    const isSlow = this.faults && this.chance.is(0.1)
    return new Promise(resolve => this.clock.after(this.chance.below(isSlow ? 15_000 : 400), resolve))
  }

  /** For its links: records of a partition beyond an offset. */
  after(partition, offset) {
    const log = this.#log[partition]
    let first = log.length
    while (first && log[first - 1].offset > offset) first--
    return log.slice(first)
  }

  reached(partition) {
    return this.#offsets[partition]
  }

  keeps(partition, offset) {
    return offset >= this.#retained[partition] && offset <= this.#offsets[partition]
  }

  /** Most of it is left out only once, so that asking again helps; and some of it always. */
  leavesOut(event) {
    if (this.#leftOut.has(event)) return this.#leftOut.get(event)
    if (!this.faults || !this.chance.is(0.03)) return false
    this.#leftOut.set(event, this.chance.is(0.1))
    return true
  }

  ended(link) {
    this.#links.delete(link)
  }
}

const numberOf = token => Number(token.split('.')[2])
const operationOf = body => ('read' in body ? (body.read ? 'read' : 'unread') : body.archived ? 'archived' : 'unarchived')

function ok(body, status = 200) {
  return { ok: true, status, json: async () => body }
}

function problem(status, code) {
  return { ok: false, status, json: async () => ({ code }) }
}
