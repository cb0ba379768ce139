import { nameOf, partitionOf } from './names.js'

const HEARTBEAT_SECONDS = 25

/** A connection at an edge. */
export class Link {
  #at = {}
  #queue = []
  #isOpen = true
  #isSilent = false

  constructor(server, way, { token, resume }, handler) {
    Object.assign(this, { server, way, handler })
    const isTold = way === 'websocket'
    this.socket = { close: () => this.#closed(), ...(isTold && { send: message => this.#isOpen && (this.#hear(message), true) }) }
    const { chance, clock } = server
    const isRefused = !server.accepts(token)
    if (isRefused || (server.faults && chance.is(0.25))) {
      const why = server.isRevoked(token) ? { status: 403, problem: 'revoked' } : { status: isRefused ? 401 : chance.of([401, 429, 503]), retryAfter: 1 }
      clock.after(chance.below(3000), () => this.#gone() && handler.closed(isTold ? { code: 1006 } : why))
    } else clock.after(chance.below(500), () => this.#begin(resume))
  }

  #begin(resume) {
    if (!this.#isOpen) return
    this.say({ type: 'welcome', user: 'ann', epoch: this.server.epoch, heartbeat: HEARTBEAT_SECONDS })
    const [epoch, ...parts] = (resume || 'none').split(';')
    const offsets = new Map(parts.map(part => part.split('~')))
    for (const channel of new Set(['user:ann', 'everyone', ...offsets.keys()])) this.#subscribe(channel, epoch, offsets.get(channel))
    this.#ping()
    // An edge may die in the middle of its first words.
    const { server } = this
    if (server.faults && server.chance.is(0.1)) server.clock.after(server.chance.below(100), () => this.end(1006))
  }

  #ping() {
    this.server.clock.after(HEARTBEAT_SECONDS * 1000, () => this.#isOpen && (this.say({ type: 'ping' }), this.#ping()))
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
    this.deliver(partition)
    if (!reason) this.say({ type: 'live', channel, offset: head })
  }

  #hear(message) {
    const { clock, chance } = this.server
    clock.after(chance.below(200), () => {
      if (!this.#isOpen || this.#isSilent) return
      const { type, channel, epoch, offset, ref, data } = message
      const isDropped = this.server.faults && chance.is(0.1)
      if (type === 'pong' || type === 'refresh') return
      if (isDropped) this.say({ type: 'error', code: 'rate-limited' })
      else if (type === 'subscribe') this.#subscribe(channel, epoch, offset, ref)
      else if (type === 'unsubscribe') {
        delete this.#at[partitionOf(channel)]
        this.say({ type: 'unsubscribed', channel, code: 'requested' })
      } else if (type === 'publish') this.say({ type: 'published', channel, offset: this.server.say(channel, data), ref })
    })
  }

  /** What its subscription lacks. On a bad day something is left out, or said twice. */
  deliver(partition) {
    const { server } = this
    if (!(partition in this.#at)) return
    for (const { offset, prev, event } of server.after(partition, this.#at[partition])) {
      this.#at[partition] = offset
      // A poll's positions are its word that nothing is missing.
      if (this.way !== 'long-poll' && server.leavesOut(event)) continue
      const frame = { type: 'event', channel: nameOf(partition), offset, prev, event }
      this.say(frame)
      if (server.faults && server.chance.is(0.05)) this.say(frame)
    }
    if (this.way === 'long-poll') this.say({ type: 'position', resume: server.resume(this.#at) })
  }

  drain() {
    this.say({ type: 'draining', retryAfter: 5 })
    this.server.clock.after(5_000, () => this.end(1012))
  }

  /** As in a tunnel: nothing comes through any more, in neither direction, and nobody says so. */
  fallSilent() {
    this.#isSilent = true
  }

  /** Frames arrive in order, each a moment later. */
  say(frame) {
    if (!this.#isOpen || this.#isSilent) return
    this.#queue.push(frame)
    if (this.#queue.length === 1) this.#later()
  }

  #later() {
    this.server.clock.after(this.server.chance.below(50), () => {
      // What was on its way when it ended still arrives, now and then.
      if (!this.#isOpen && this.server.chance.is(0.5)) return
      this.handler.message(this.#queue.shift())
      if (this.#queue.length) this.#later()
    })
  }

  end(code) {
    if (this.#gone()) this.handler.closed({ code })
  }

  /** By its client, which hears of it like of any other end. */
  #closed() {
    if (this.#gone()) this.server.clock.after(this.server.chance.below(100), () => this.handler.closed({ code: 1000 }))
  }

  #gone() {
    const was = this.#isOpen
    this.#isOpen = false
    this.server.ended(this)
    return was
  }
}
