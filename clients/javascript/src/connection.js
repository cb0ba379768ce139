import { backoff } from './backoff.js'
import { Signal } from './signal.js'

/** A way that brought no welcome so often is taken for blocked, and the next is tried. */
const TRIES_A_WAY = 2
const WELCOME_MILLIS = 8_000
/** A connection that lived so long was no failure. */
const STABLE_MILLIS = 10_000
/** So long after falling back the better way is tried beside, to see whether it is blocked or everything was down. */
const PROBE_MILLIS = 10_000
/** So many heartbeats of silence are death. */
const SILENCE = 2.5
/** Only told at a refused handshake over HTTP, or by a close. */
const FINAL = { 4000: 'refused', 4003: 'revoked', revoked: 'revoked', 'origin-refused': 'refused', 'bad-resume': 'refused' }

/**
 * Keeps one connection open, whatever it takes: reconnects, changes the way, moves to another server before the old one
 * is gone. All that it knows of time, chance and network is the `world`; all that it does is calls to that and to the
 * `owner`: `resume(way)`, `message(frame)`, `refused(problem)`.
 */
export class Connection {
  /** `{state: 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped', way?, reason?}` */
  status = new Signal({ state: 'idle' })

  #world
  #tokens
  #owner
  #ways
  /** The way that is tried first: a worse one only where the better was seen to be blocked. */
  #way
  #tries = 0
  #failures = 0
  #current = null
  #next = null
  #cancelRetry = () => {}
  #cancelProbe = () => {}

  constructor(world, tokens, owner) {
    this.#world = world
    this.#tokens = tokens
    this.#owner = owner
    this.#ways = world.ways
  }

  start() {
    if (this.#isRunning) return
    this.#failures = 0
    this.#begin()
  }

  stop(reason) {
    this.#cancelRetry()
    this.#cancelProbe()
    this.#drop(this.#next)
    this.#drop(this.#current)
    this.#say('stopped', reason)
  }

  /** False where this way, or the moment, doesn't let a message through. */
  send(message) {
    return Boolean(this.#current?.socket.send?.(message))
  }

  /** The positions have changed in a way that only a new connection can express. */
  renew() {
    if (this.#current) this.#attempt()
  }

  /** The network may be back, or the page was asleep: no waiting, and no trust in a connection that is silent. */
  wake() {
    if (!this.#isRunning || (this.#current && !this.#isSilent(this.#current, 1.2))) return
    this.#drop(this.#current)
    this.#begin()
  }

  /** The network says that it is gone. It may be wrong, so trying goes on. */
  offline() {
    if (!this.#current) return
    this.#drop(this.#current)
    this.#retry()
  }

  get #isRunning() {
    return !['idle', 'stopped'].includes(this.status.value.state)
  }

  #say(state, reason = null) {
    this.status.set({ state, way: this.#current?.way ?? null, reason })
  }

  /** With the best way that isn't known to be blocked. */
  #begin() {
    this.#way = Math.max(0, this.#ways.indexOf(this.#world.recall()))
    this.#tries = 0
    this.#attempt()
  }

  /** Opens a connection, beside the one there may be: that goes when this one is welcomed. */
  #attempt(way = this.#ways[this.#way], isProbe = false) {
    // Beside a connection that goes, what was planned for its end stays planned.
    if (!isProbe) this.#cancelRetry()
    this.#drop(this.#next)
    const link = { way, isProbe }
    this.#next = link
    if (!this.#current) this.#say('connecting')
    this.#tokens.get().then(
      token => this.#isAlive(link) && this.#open(link, token),
      error => this.#closed(link, { problem: 'token', error }),
    )
  }

  #open(link, token) {
    link.token = token
    link.cancel = this.#world.after(WELCOME_MILLIS, () => this.#closed(link, { silent: true }))
    const handler = {
      heard: () => (link.heardAt = this.#world.now()),
      message: frame => this.#isAlive(link) && this.#message(link, frame),
      closed: why => this.#closed(link, why),
    }
    try {
      link.socket = this.#world.open(link.way, { token, tokens: this.#tokens, resume: this.#owner.resume(link.way) }, handler)
    } catch {
      this.#closed(link, {})
    }
  }

  #message(link, frame) {
    link.heardAt = this.#world.now()
    if (frame.type === 'welcome') this.#welcomed(link, frame)
    if (link !== this.#current) return
    if (frame.type === 'ping') link.socket.send?.({ type: 'pong' })
    else if (frame.type === 'draining') this.#leave(link, frame.retryAfter)
    else if (frame.type === 'expiring') this.#refresh(link)
    else this.#owner.message(frame)
  }

  #welcomed(link, { heartbeat }) {
    link.cancel()
    this.#drop(this.#current)
    this.#current = link
    this.#next = null
    link.since = link.heardAt
    link.heartbeat = heartbeat * 1000
    this.#watch(link)
    this.#tries = 0
    this.#way = this.#ways.indexOf(link.way)
    this.#cancelProbe()
    if (this.#way > 0) this.#probeLater(PROBE_MILLIS)
    else this.#world.remember(null)
    this.#say('open')
  }

  #probeLater(millis) {
    this.#cancelProbe = this.#world.after(millis, () => this.#attempt(this.#ways[0], true))
  }

  #watch(link) {
    link.cancel = this.#world.after(link.heartbeat, () => {
      if (this.#isSilent(link, SILENCE)) this.#closed(link, {})
      else this.#watch(link)
    })
  }

  #isSilent(link, heartbeats) {
    return this.#world.now() - link.heardAt > heartbeats * link.heartbeat
  }

  /** The server goes: a new connection first, then this one ends. */
  #leave(link, seconds) {
    this.#attemptIn(this.#world.random() * seconds * 1000, () => link === this.#current)
  }

  #refresh(link) {
    this.#tokens.fresh().then(
      token => {
        // A way that can't be told anything is opened anew, in time and without a gap.
        if (link === this.#current && !link.socket.send?.({ type: 'refresh', token })) this.#attempt()
      },
      // Its end will be its end: then tokens are asked for until there is one.
      () => {},
    )
  }

  #closed(link, why) {
    if (!this.#isAlive(link)) return
    const wasNext = link === this.#next
    this.#drop(link)
    // A browser doesn't say why a WebSocket was refused: it may have been the token. And of a server's own reasons most are.
    if (wasNext || why.status === 401 || why.code > 4000) this.#tokens.refused(link.token)
    if (why.problem) this.#owner.refused(why)
    const final = FINAL[why.code] ?? FINAL[why.problem]
    if (final) this.stop(final)
    else if (wasNext) this.#failed(link, why)
    else {
      if (this.#world.now() - link.since >= STABLE_MILLIS) this.#failures = 0
      if (!this.#next) this.#retry()
      else this.#say('connecting')
    }
  }

  #failed(link, why) {
    // Who had no token never tried.
    const wasTried = why.problem !== 'token'
    if (link.isProbe && this.#current) {
      // Blocked it is, as the other way works at the same time. It may not be for ever.
      if (wasTried) this.#world.remember(this.#current.way)
      this.#probeLater(wasTried ? this.#world.recallMillis : PROBE_MILLIS)
      return
    }
    if (wasTried) this.#tries += why.silent ? TRIES_A_WAY : 1
    if (this.#tries >= TRIES_A_WAY) {
      this.#tries = 0
      this.#way = (this.#way + 1) % this.#ways.length
    }
    this.#retry((why.retryAfter ?? 0) * 1000)
  }

  #retry(atLeast = 0) {
    this.#attemptIn(Math.max(atLeast, backoff(this.#world, this.#failures++)), () => true)
    if (!this.#current) this.#say('waiting')
  }

  #attemptIn(millis, isWanted) {
    this.#cancelRetry()
    this.#cancelRetry = this.#world.after(millis, () => isWanted() && this.#attempt())
  }

  #isAlive(link) {
    return link === this.#next || link === this.#current
  }

  #drop(link) {
    if (!link) return
    link.cancel?.()
    link.socket?.close()
    if (link === this.#next) this.#next = null
    if (link === this.#current) this.#current = null
  }
}
