/**
 * The server as the contract has it, in memory: a log of two partitions, a view that is a moment behind it, edges, and the
 * faults of a bad day. Written for plainness: every answer is folded anew from the log.
 */
export class Server {
  faults = true
  /** Records of the present log: `{partition, offset, event}`. */
  #epoch = 0
  #log = { user: [], everyone: [] }
  #offsets = { user: 0, everyone: 0 }
  /** The view has everything below. */
  #viewed = { user: 0, everyone: 0 }
  #view = []
  #retained = { user: 0, everyone: 0 }
  #links = new Set()
  #waiting = []
  #ids = 0
  #lastTime = 0

  constructor(clock, chance) {
    this.clock = clock
    this.chance = chance
  }

  get epoch() {
    return `e${this.#epoch}`
  }

  notify(partition, category, more = {}) {
    const id = `n${++this.#ids}`
    this.#append(partition, 'notification.created', { id, title: id, category, priority: 'normal', ...more })
  }

  #append(partition, type, data) {
    // Other channels share the partition.
    const offset = (this.#offsets[partition] += 1 + this.chance.below(3))
    this.#lastTime = Math.max(this.clock.now(), this.#lastTime + 1)
    const log = this.#log[partition]
    const record = { partition, offset, prev: log.at(-1)?.offset ?? null, event: { type, time: new Date(this.#lastTime).toISOString(), data } }
    log.push(record)
    for (const link of this.#links) link.deliver()
    return offset
  }

  /** Brings the view forward, by one partition at a time; answers that waited for it are given. */
  project(partition = this.chance.of(['user', 'everyone'])) {
    const batch = this.#log[partition].filter(record => record.offset > this.#viewed[partition])
    if (!batch.length) return
    for (const { offset, event } of batch) {
      if (event.type === 'notification.created') {
        const item = { ...event.data, channel: nameOf(partition), offset, createdAt: event.time, seen: false, read: false, archived: false }
        // What was done to a broadcast may be in the view before the broadcast is: they are in different partitions.
        for (const change of this.#log.user) if (change.offset <= this.#viewed.user && change.event.type === 'feed.changed') apply(change.event.data, item)
        this.#view.unshift(item)
      } else if (event.type === 'feed.changed') for (const item of this.#view) apply(event.data, item)
      this.#viewed[partition] = offset
    }
    this.#view.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    const touched = partition === 'user' && batch.some(record => record.event.type !== 'feed.badge')
    if (touched) this.#append('user', 'feed.badge', { ...this.counters(), asOf: this.#resume(this.#viewed) })
    for (const answer of this.#waiting.splice(0)) answer()
  }

  counters() {
    const byCategory = {}
    for (const item of this.#view) if (isUnread(item)) byCategory[item.category] = (byCategory[item.category] ?? 0) + 1
    return { unread: this.#view.filter(isUnread).length, unseen: this.#view.filter(item => isUnread(item) && !item.seen).length, byCategory }
  }

  items() {
    return this.#view.filter(item => !item.archived)
  }

  /** The log is made anew: all offsets are void, the view keeps what it has. */
  changeEpoch() {
    for (const partition of ['user', 'everyone']) while (this.#log[partition].some(r => r.offset > this.#viewed[partition])) this.project(partition)
    this.#epoch++
    this.#log = { user: [], everyone: [] }
    this.#offsets = { user: 0, everyone: 0 }
    this.#viewed = { user: 0, everyone: 0 }
    this.#retained = { user: 0, everyone: 0 }
    for (const link of [...this.#links]) link.end(1012)
  }

  /** What is older is gone. */
  forget() {
    for (const partition of ['user', 'everyone']) this.#retained[partition] = Math.max(0, this.#viewed[partition] - 3)
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

  #resume(offsets) {
    return `${this.epoch};user:ann~${offsets.user};everyone~${offsets.everyone}`
  }

  /** The stream: `resume`, and a handler that frames go to after a while, in order. */
  open(way, { resume }, handler) {
    const link = new Link(this, way, resume, handler)
    this.#links.add(link)
    return link.socket
  }

  /** The API. */
  async fetch(url, { method, body }) {
    await this.#delay()
    if (this.faults && this.chance.is(0.1)) throw new TypeError('network')
    if (this.faults && this.chance.is(0.05)) return problem(503, 'store-unavailable')
    if (this.faults && this.chance.is(0.05)) return problem(401, 'token-expired')
    const { pathname, searchParams } = new URL(url)
    const answer = method === 'GET' ? this.#read(pathname, searchParams) : await this.#write(pathname, JSON.parse(body))
    await this.#delay()
    // The change was made, and nobody hears of it.
    if (this.faults && this.chance.is(0.05)) throw new TypeError('network')
    return answer
  }

  #read(path, parameters) {
    if (path !== '/v1/feed') return ok({ muted: [] })
    const before = parameters.get('before') ?? '9999'
    const items = this.items().filter(item => item.createdAt < before)
    const page = items.slice(0, 20).map(item => ({ ...item }))
    return ok({ items: page, page: { before: page.at(-1)?.createdAt ?? before, hasMore: items.length > 20 }, counters: this.counters(), resume: this.#resume(this.#viewed) })
  }

  async #write(path, body) {
    if (this.faults && this.chance.is(0.05)) return problem(404, 'not-found')
    if (body.upTo && !body.upTo.startsWith(`${this.epoch};`)) return problem(400, 'bad-resume')
    const id = path.match(/items\/(.*)/)?.[1]
    const change = id ? { op: operationOf(body), ids: [id] } : { op: path.split('/').pop(), ...body }
    const offset = this.#append('user', 'feed.changed', change)
    const epoch = this.#epoch
    while (epoch === this.#epoch && this.#viewed.user < offset) await new Promise(resolve => this.#waiting.push(resolve))
    return this.chance.is(0.5) ? ok({ ...this.counters(), asOf: this.#resume(this.#viewed) }) : ok(this.counters(), 202)
  }

  #delay() {
    return new Promise(resolve => this.clock.after(this.chance.below(400), resolve))
  }

  /** For its links. */
  logOf(partition) {
    return this.#log[partition]
  }

  reached(partition) {
    return this.#offsets[partition]
  }

  keeps(partition, offset) {
    return offset >= this.#retained[partition] && offset <= this.#offsets[partition]
  }

  ended(link) {
    this.#links.delete(link)
  }
}

/** A connection at an edge. */
class Link {
  #at = {}
  #queue = []
  #isOpen = true

  constructor(server, way, resume, handler) {
    Object.assign(this, { server, way, handler })
    this.socket = { close: () => this.#gone(), ...(way === 'websocket' && { send: message => this.#isOpen && (this.#hear(message), true) }) }
    const { chance, clock } = server
    if (server.faults && chance.is(0.25)) {
      clock.after(chance.below(3000), () => this.#gone() && handler.closed(way === 'websocket' ? { code: 1006 } : { status: chance.of([401, 429, 503]), retryAfter: 1 }))
      return
    }
    clock.after(chance.below(500), () => this.#begin(resume))
  }

  #begin(resume) {
    if (!this.#isOpen) return
    this.say({ type: 'welcome', user: 'ann', epoch: this.server.epoch, heartbeat: 25 })
    const [epoch, ...parts] = (resume || 'none').split(';')
    const offsets = new Map(parts.map(part => part.split('~')))
    for (const channel of ['user:ann', 'everyone']) this.#subscribe(channel, epoch, offsets.get(channel))
    this.#ping()
  }

  #ping() {
    this.server.clock.after(25_000, () => this.#isOpen && (this.say({ type: 'ping' }), this.#ping()))
  }

  #subscribe(channel, epoch, offset, ref) {
    const partition = partitionOf(channel)
    const head = this.server.reached(partition)
    if (offset === undefined) {
      this.#at[partition] = head
      this.say({ type: 'subscribed', channel, offset: head, ref })
      return
    }
    const reason = epoch !== this.server.epoch ? 'epoch' : this.server.keeps(partition, Number(offset)) ? null : 'expired'
    this.#at[partition] = reason ? head : Number(offset)
    this.say({ type: 'subscribed', channel, offset: this.#at[partition], recovered: !reason, reason, epoch: reason === 'epoch' ? this.server.epoch : undefined, ref })
    this.deliver()
    if (!reason) this.say({ type: 'live', channel, offset: head })
  }

  #hear(message) {
    this.server.clock.after(this.server.chance.below(200), () => {
      if (!this.#isOpen || message.type !== 'subscribe') return
      if (this.server.faults && this.server.chance.is(0.1)) this.say({ type: 'error', code: 'rate-limited' })
      else this.#subscribe(message.channel, message.epoch, message.offset, message.ref)
    })
  }

  /** What its subscriptions lack. On a bad day something is left out, or said twice. */
  deliver() {
    const { server } = this
    for (const partition of Object.keys(this.#at)) {
      for (const { offset, prev, event } of server.logOf(partition)) {
        if (offset <= this.#at[partition]) continue
        this.#at[partition] = offset
        if (server.faults && server.chance.is(0.03)) continue
        const frame = { type: 'event', channel: nameOf(partition), offset, prev: prev, event }
        this.say(frame)
        if (server.faults && server.chance.is(0.05)) this.say(frame)
      }
    }
  }

  drain() {
    this.say({ type: 'draining', retryAfter: 5 })
    this.server.clock.after(5_000, () => this.end(1012))
  }

  /** Frames arrive in order, each a moment later. */
  say(frame) {
    if (!this.#isOpen) return
    this.#queue.push(frame)
    if (this.#queue.length === 1) this.#later()
  }

  #later() {
    this.server.clock.after(this.server.chance.below(50), () => {
      if (!this.#isOpen) return
      this.handler.message(this.#queue.shift())
      if (this.#queue.length) this.#later()
    })
  }

  end(code) {
    if (this.#gone()) this.handler.closed({ code })
  }

  #gone() {
    const was = this.#isOpen
    this.#isOpen = false
    this.server.ended(this)
    return was
  }
}

const nameOf = partition => (partition === 'user' ? 'user:ann' : 'everyone')
const partitionOf = channel => (channel === 'everyone' ? 'everyone' : 'user')
const isUnread = item => !item.read && !item.archived
const operationOf = body => ('read' in body ? (body.read ? 'read' : 'unread') : body.archived ? 'archived' : 'unarchived')

function apply({ op, ids, upTo, category }, item) {
  const offsets = new Map((upTo ?? '').split(';').slice(1).map(part => part.split('~')))
  const concerned = ids ? ids.includes(item.id) : item.offset <= Number(offsets.get(item.channel) ?? -1) && (!category || item.category === category)
  if (!concerned) return
  if (op === 'read') item.read = item.seen = true
  if (op === 'unread') item.read = false
  if (op === 'seen') item.seen = true
  if (op === 'archived') item.archived = true
  if (op === 'unarchived') item.archived = false
}

function ok(body, status = 200) {
  return { ok: true, status, json: async () => body }
}

function problem(status, code) {
  return { ok: false, status, json: async () => ({ code }) }
}
