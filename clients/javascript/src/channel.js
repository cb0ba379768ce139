import { Listeners, Signal } from './signal.js'

/** A channel besides the feed's: its events, who is there, and what this user says on it. */
export class Channel {
  /** `[{user, info}]`, on a presence channel. */
  members = new Signal([])

  #owner
  #events = new Listeners()
  #resets = new Listeners()
  #refusals = new Listeners()

  /** @param grant gives a token for this channel alone, where the connection's token doesn't cover it */
  constructor(name, owner, grant) {
    this.name = name
    this.#owner = owner
    this.grant = grant
  }

  /** Calls with each event, once and in order: `(event, {offset, isLive})`. */
  onEvent(listener) {
    return this.#events.add(listener)
  }

  /** Events were missed that can't be had any more: what was built of them is to be loaded anew. */
  onReset(listener) {
    return this.#resets.add(listener)
  }

  /** Calls with the code of the contract. */
  onRefused(listener) {
    return this.#refusals.add(listener)
  }

  /** Says something to all who listen; resolves with its offset when the log has it. */
  publish(event, data) {
    return this.#owner.publish(this.name, event, data)
  }

  close() {
    this.#owner.leave(this)
  }

  /** @internal */
  receive({ offset, event }, isLive) {
    this.#events.call(event, { offset, isLive })
  }

  /** @internal */
  reset(reason) {
    this.#resets.call(reason)
  }

  /** @internal */
  refused(code) {
    this.#refusals.call(code)
  }

  /** @internal */
  present({ op, members }) {
    const named = new Set(members.map(member => member.user))
    const others = op === 'state' ? [] : this.members.value.filter(member => !named.has(member.user))
    this.members.set(op === 'leave' ? others : [...others, ...members])
  }
}
