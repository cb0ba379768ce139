import { Positions } from './position.js'

/**
 * Makes one gapless sequence of each channel out of what connections bring: drops what it has, and where something is
 * missing asks for it again. Knows no connection, clock or page: frames go in, and what they come to goes to the listener.
 *
 * `listener`: `event(frame, isLive)`, `reset(channel, reason)`, `gap(channel)`, `other(frame)`.
 */
export class Stream {
  positions = new Positions()
  user = null

  /** From where on the present subscription of a channel is complete. */
  #since = new Map()
  /** Channels that are asked for again: until the answer, what comes of them is of the old subscription. */
  #asked = new Map()
  #replaying = new Map()
  /** Channels whose position became void: their next subscription begins after a gap, even where nobody says so. */
  #lost = new Set()
  /** Where a gap was seen last. Seen again at the same place, asking again won't close it. */
  #stuck = new Map()
  #listener

  constructor(listener) {
    this.#listener = listener
  }

  receive(frame) {
    const { type, channel } = frame
    if (type === 'event') this.#event(frame)
    else if (type === 'subscribed') this.#subscribed(frame)
    else if (type === 'live') this.#replaying.delete(channel)
    else if (type === 'position') this.#reached(Positions.parse(frame.resume))
    else {
      if (type === 'welcome') {
        this.user = frame.user
        this.#enter(frame.epoch)
        for (const old of [this.#asked, this.#replaying, this.#since]) old.clear()
      }
      this.#listener.other(frame)
    }
  }

  /**
   * Everything up to these positions is had from elsewhere. They may be behind what came already, or behind where a
   * subscription began: then what lies between is asked for.
   */
  restart(positions) {
    const isSame = positions.epoch === this.positions.epoch
    this.#enter(positions.epoch)
    for (const [channel, offset] of positions.offsets) {
      this.#set(channel, offset)
      if (this.#since.size && (!isSame || offset < (this.#since.get(channel) ?? -Infinity))) this.#gap(channel)
    }
  }

  /** Another's positions, with all that belongs to them: what it waits for, and what is a replay there, is so here, too. */
  adopt(positions, user, waiting) {
    this.user = user
    this.#enter(positions.epoch)
    for (const [channel, offset] of positions.offsets) {
      this.#set(channel, offset)
      this.waiting.forEach((mine, i) => {
        if (waiting?.[i].has(channel)) mine.set(channel, waiting[i].get(channel))
        else mine.delete(channel)
      })
    }
  }

  /** The request that a channel's next `subscribed` must answer before its events count again. */
  asked(channel, ref) {
    this.#asked.set(channel, ref)
  }

  /** Not with a subscription: there is none of it on this connection. */
  answered(channel) {
    this.#asked.delete(channel)
  }

  get waiting() {
    return [this.#asked, this.#replaying]
  }

  isAsked(channel, ref) {
    return this.#asked.get(channel) === ref
  }

  forget(channel) {
    this.positions.offsets.delete(channel)
    this.#lost.delete(channel)
    this.#asked.delete(channel)
    this.#since.delete(channel)
  }

  #subscribed({ channel, offset, recovered, reason, epoch, ref }) {
    if (this.#asked.has(channel) && this.#asked.get(channel) !== ref) return
    this.#asked.delete(channel)
    this.#enter(epoch)
    this.#since.set(channel, offset)
    if (recovered) this.#replaying.set(channel)
    else this.#replaying.delete(channel)
    if (recovered === false || this.#lost.has(channel)) {
      this.#set(channel, offset)
      this.#listener.reset(channel, reason)
    } else if (!this.positions.offsets.has(channel)) this.#set(channel, offset)
    // Our own position went back while the connection was being opened, to that of a snapshot.
    else if (!this.positions.covers(channel, offset)) this.#gap(channel)
  }

  #event(frame) {
    const { channel, offset, prev } = frame
    if (this.#asked.has(channel) || this.positions.covers(channel, offset)) return
    if (prev != null && !this.positions.covers(channel, prev)) {
      this.#gap(channel)
      if (this.#asked.has(channel)) return
    }
    this.positions.offsets.set(channel, offset)
    this.#listener.event(frame, !this.#replaying.has(channel) && !frame.again)
  }

  /** Channels on which nothing came moved on too. */
  #reached({ epoch, offsets }) {
    if (epoch !== this.positions.epoch) return
    for (const [channel, offset] of offsets) {
      if (!this.#asked.has(channel) && !this.positions.covers(channel, offset)) this.positions.offsets.set(channel, offset)
    }
  }

  #enter(epoch) {
    for (const channel of this.positions.enter(epoch)) this.#lost.add(channel)
  }

  #set(channel, offset) {
    this.positions.offsets.set(channel, offset)
    this.#lost.delete(channel)
    this.#stuck.delete(channel)
  }

  #gap(channel) {
    const position = this.positions.get(channel)
    if (this.#stuck.get(channel) === position) {
      this.#listener.reset(channel, 'gap')
      return
    }
    this.#stuck.set(channel, position)
    this.#asked.set(channel, null)
    this.#listener.gap(channel)
  }
}
