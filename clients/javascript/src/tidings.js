import { TidingsError, api } from './api.js'
import { backoff, pause } from './backoff.js'
import { surroundings } from './browser.js'
import { Channel } from './channel.js'
import { Connection } from './connection.js'
import { Feed } from './feed.js'
import { Positions } from './position.js'
import { Signal } from './signal.js'
import { Stream } from './stream.js'
import { Tabs } from './tabs.js'
import { Tokens, claims } from './tokens.js'

/** What is kept is written at most so often. */
const SAVE_MILLIS = 500
const ANSWER_MILLIS = 10_000
const PASSING = ['rate-limited', 'log-unavailable']
const PATIENCE_MILLIS = 1_500
/** What is beyond it is asked for on the connection: an address must stay short enough for all that stands between. */
const MOST_RESUME = 2_000
/** The snapshot is not asked for again at once where one didn't help. */
const CALM_MILLIS = 30_000

/**
 * A user's live connection: the feed, channels, and what the connection is doing. Connects when something is asked of it.
 *
 * The page's tabs share one connection: the leader's frames go to all, and each makes its own feed of them, as if the
 * connection were its own. So any of them can take over with its own position.
 */
export class Tidings {
  /** `{state: 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped', way, reason}` */
  status = new Signal(status('idle'))

  #url
  #options
  #world
  #tokens
  #stream
  #connection
  #tabs = null
  #name = null
  #feed = null
  #channels = new Map()
  /** Channels that are asked for one by one, as a resume string can't carry a grant, or was refused for one of them. */
  #apart = new Set()
  #named = []
  /** Of other tabs, with where they want to go on from: nothing is known of them yet, or less than this tab has. */
  #wanted = new Map()
  /** Channels whose end was asked for, and not answered yet. */
  #left = new Set()
  #answers = new Map()
  #refs = 0
  #id
  #started = 0
  #unwatch = () => {}
  #cancelSave = null
  #cancelReset = null
  #resets = 0
  #isNew = false

  /** @param world for tests: stands for the browser */
  constructor(options, world) {
    this.#url = new URL(options.url, globalThis.location?.href)
    if (!this.#url.pathname.endsWith('/')) this.#url.pathname += '/'
    this.#options = options
    this.#world = world ?? surroundings({ ...options, url: this.#url })
    this.#id = this.#world.random().toString(36).slice(2)
    this.#tokens = new Tokens(options.token, this.#world.now)
    this.#stream = new Stream({
      event: (frame, isLive) => this.#receiverOf(frame.channel)?.receive(frame, isLive),
      reset: (channel, reason) => this.#receiverOf(channel)?.reset(reason),
      gap: channel => this.#ask(channel),
      other: frame => this.#other(frame),
    })
    this.#connection = new Connection(this.#world, this.#tokens, {
      resume: way => this.#resume(way),
      message: frame => this.#fromServer(frame),
      refused: why => this.#refused(why),
    })
    this.#connection.status.subscribe(status => {
      if (!this.#isLeader) return
      this.#leaderSays(status)
      // Ended for good, with this tab's token: another's may be better, and this one's after a new sign-in.
      if (status.reason) this.#rest()
    })
  }

  /** The user's feed. The same one, whoever asks. */
  feed() {
    if (!this.#feed) {
      const owner = { isWanted: () => this.#tabs, onGap: later => this.#reloadFeed(later) }
      this.#feed = new Feed(this.#world, api(this.#url, this.#tokens, this.#world.fetch), this.#stream, owner)
      this.#feed.subscribe(() => this.#saveLater())
      if (this.#tabs) this.#beginFeed()
      else this.connect()
    }
    return this.#feed
  }

  /** A channel's events from now on; asked for again, the same one. `{grant: async () => token}` where it needs one. */
  channel(name, { grant } = {}) {
    let channel = this.#channels.get(name)
    if (!channel) {
      channel = new Channel(name, this, grant)
      this.#channels.set(name, channel)
      if (grant) this.#apart.add(name)
      if (this.#tabs) this.#ask(name)
      else this.connect()
    }
    return channel
  }

  /** Begins, or goes on after `close` or after the server has ended it for good. */
  connect() {
    if (this.#tabs) {
      if (this.#isLeader) this.#connection.start()
      return
    }
    const started = ++this.#started
    this.#unwatch()
    this.#unwatch = this.#world.watch({
      wake: () => {
        this.#connection.wake()
        this.#tell({ type: 'wake' })
      },
      offline: () => this.#connection.offline(),
      hide: () => this.#rest(),
      show: () => this.connect(),
    })
    this.status.set(status('connecting'))
    this.#identify(started).then(name => {
      if (started !== this.#started) return
      this.#name = name
      this.#restore().then(() => started === this.#started && this.#join())
    })
  }

  /** Ends it, in this tab. */
  close() {
    this.#rest()
    this.#unwatch()
    this.#statusIs(status('stopped'))
  }

  /** Ends it, and forgets what is kept of the user in this browser. */
  signOut() {
    this.#tell({ type: 'signed-out' })
    return this.#forget()
  }

  /** Not before it is closed: or it would be kept again. */
  async #forget() {
    const name = this.#name
    this.close()
    if (name) await this.#world.store?.delete(name)
  }

  /** @internal Of a channel. */
  publish(channel, event, data) {
    return new Promise((resolve, reject) => {
      const ref = `${this.#id} ${++this.#refs}`
      const cancel = this.#world.after(ANSWER_MILLIS, () => answer({ code: 'no-answer' }))
      const answer = frame => {
        cancel()
        this.#answers.delete(ref)
        if (frame.type === 'published') resolve(frame.offset)
        else reject(new TidingsError(0, frame.code, frame.message))
      }
      this.#answers.set(ref, answer)
      this.#send({ type: 'publish', channel, event, data, ref })
    })
  }

  /** @internal Of a channel. Another tab that wants it hears of it, and asks for it again. */
  leave({ name }) {
    this.#channels.delete(name)
    this.#apart.delete(name)
    this.#send({ type: 'unsubscribe', channel: name })
  }

  /** Who it is, by which tabs find each other and what is kept is found: known without a network where the page says it. */
  async #identify(started) {
    if (this.#options.user) return `tidings ${this.#url} ${this.#options.user}`
    for (let failures = 1; started === this.#started; failures++) {
      try {
        const { app, sub } = claims(await this.#tokens.get())
        return `tidings ${this.#url} ${app} ${sub}`
      } catch {
        this.status.set(status('waiting', 'token'))
        await pause(this.#world, failures)
      }
    }
  }

  async #restore() {
    const kept = this.#feed && !this.#feed.value.isLoaded && (await this.#world.store?.load(this.#name))
    if (kept && !this.#feed.value.isLoaded) this.#adopt(kept)
  }

  #join() {
    const tabs = (this.#tabs = new Tabs())
    tabs.join(this.#world, this.#name, {
      lead: () => tabs === this.#tabs && this.#lead(),
      hear: message => tabs === this.#tabs && this.#hear(message),
    })
    this.#isNew = true
    if (!tabs.isLeader) this.#hello()
  }

  /** Asks the leader for its state. */
  #hello() {
    this.#tell({ type: 'hello', id: this.#id, feed: Boolean(this.#feed) })
  }

  /** No page to show, or none any more: another tab may lead. */
  #rest() {
    this.#started++
    if (!this.#isLeader) for (const channel of this.#channels.keys()) this.#send({ type: 'unsubscribe', channel })
    this.#tabs?.close()
    this.#tabs = null
    this.#connection.stop()
  }

  /** With what is this tab's own: of a channel that only others listen to it lacks the grant. They ask for it themselves. */
  #lead() {
    this.#wanted.clear()
    for (const name of this.#stream.positions.offsets.keys()) if (!isOfTheFeed(name) && !this.#channels.has(name)) this.#stream.forget(name)
    this.#leaderSays()
    if (this.#feed) this.#beginFeed()
    else this.#connection.start()
  }

  /** The snapshot first, as its position is what the connection goes on from; but live events don't wait for it long. */
  #beginFeed() {
    const tabs = this.#tabs
    const loaded = this.#loadFeed()
    if (!tabs.isLeader) return
    const start = () => tabs === this.#tabs && this.#connection.start()
    const cancel = this.#world.after(this.#feed.value.isLoaded ? 0 : PATIENCE_MILLIS, start)
    loaded.finally(() => {
      cancel()
      start()
    })
  }

  /** The leader's, where this tab isn't it: what is missing here may not be missing there. */
  async #loadFeed() {
    if (!this.#isLeader) {
      this.#hello()
      return
    }
    await this.#feed.load().then(
      () => this.#isLeader && this.#tell(this.#state()),
      error => {
        if (error.code === 'revoked') this.#connection.stop('revoked')
      },
    )
  }

  /** Of the feed: how far another tab is on a channel is its own affair. */
  #state() {
    const feed = this.#feed?.value.isLoaded ? this.#feed.dump() : null
    const { positions, user, waiting } = this.#stream
    return { type: 'state', resume: positions.resume(this.#feedChannels), user, waiting, feed, isExact: this.#feed?.isExact }
  }

  get #feedChannels() {
    return [...this.#stream.positions.offsets.keys()].filter(isOfTheFeed)
  }

  get #isLeader() {
    return this.#tabs?.isLeader
  }

  #leaderSays(status = this.#connection.status.value) {
    this.#statusIs(status)
    this.#tell({ type: 'status', status })
  }

  /** All other tabs. */
  #tell(message) {
    this.#tabs?.post(message)
  }

  #statusIs(status) {
    this.status.set(status)
    this.#feed?.online(status.state === 'open')
  }

  #fromServer(frame) {
    const heard = frame.type === 'welcome' ? { ...frame, named: this.#named } : frame
    this.#tell({ type: 'frame', frame: heard })
    this.#stream.receive(heard)
  }

  /** Another tab speaks. */
  #hear(message) {
    const { type, to = this.#id } = message
    if (type === 'signed-out') this.#forget()
    else if (this.#isLeader) {
      if (type === 'hello') {
        if (message.feed) this.feed()
        this.#leaderSays()
        this.#tell({ ...this.#state(), to: message.id })
      } else if (type === 'send') this.#send(message.message)
      else if (type === 'renew') this.#renew()
      else if (type === 'wake') this.#connection.wake()
    } else if (type === 'frame') this.#stream.receive(message.frame)
    else if (type === 'status') this.#statusIs(message.status)
    // Not what another asked for: it would take the older pages away.
    else if (type === 'state' && to === this.#id) {
      this.#adopt(message)
      // Only now it is known that another tab leads.
      if (this.#isNew) for (const name of this.#channels.keys()) this.#ask(name)
      this.#isNew = false
    }
  }

  /** Another's state, exact at its position: after it come its frames. */
  #adopt({ resume, user, waiting, feed, isExact }) {
    if (this.#feed && !feed) return
    this.#stream.adopt(Positions.parse(resume), user, waiting)
    this.#feed?.restore(feed, isExact)
  }

  #receiverOf(channel) {
    return isOfTheFeed(channel) ? this.#feed : this.#channels.get(channel)
  }

  #reloadFeed(later) {
    if (this.#cancelReset) return
    const load = () => {
      this.#cancelReset = null
      this.#loadFeed()
    }
    this.#cancelReset = this.#world.after(this.#resets || later ? backoff(this.#world, this.#resets + 2) : 0, load)
    this.#resets++
    this.#world.after(CALM_MILLIS, () => this.#resets--)
  }

  /** What is neither an event nor a subscription. */
  #other(frame) {
    const { type, channel, code, ref } = frame
    if (type === 'welcome') {
      this.#left.clear()
      for (const name of this.#wanted.keys()) this.#wanted.set(name)
      for (const name of this.#channels.keys()) if (!frame.named.includes(name)) this.#ask(name)
    } else if (type === 'presence') this.#channels.get(channel)?.present(frame)
    else if (type === 'unsubscribed') this.#unsubscribed(channel, code)
    else if (this.#answers.has(ref)) this.#answers.get(ref)(frame)
    else if (type === 'error' && ref?.startsWith(`${this.#id} `)) this.#notSubscribed(ref.split(' ')[2], code)
  }

  #notSubscribed(name, code) {
    // What is dropped for the moment is asked for again.
    if (PASSING.includes(code)) return
    if (code === 'not-connected') this.#stream.answered(name)
    else this.#stream.forget(name)
    this.#channels.get(name)?.refused(code)
  }

  /** Asks for a channel from the position that it has, or from now on. */
  async #ask(name) {
    // A connection that is only just being made begins with all that is wanted.
    if (!this.#tabs || this.status.value.state !== 'open') return
    if (!this.#isLeader && isOfTheFeed(name)) {
      this.#hello()
      return
    }
    const { epoch } = this.#stream.positions
    const offset = this.#stream.positions.get(name)
    const ref = `${this.#id} ${++this.#refs} ${name}`
    this.#stream.asked(name, ref)
    try {
      const grant = await this.#channels.get(name)?.grant?.()
      this.#send({ type: 'subscribe', channel: name, ...(offset !== undefined && { epoch, offset }), ...(grant && { grant }), ref })
      // A request may be dropped unanswered, above the message rate.
      this.#world.after(ANSWER_MILLIS, () => this.#stream.isAsked(name, ref) && this.#renew())
    } catch {
      this.#channels.get(name)?.refused('grant')
      this.#world.after(ANSWER_MILLIS, () => this.#channels.has(name) && this.#ask(name))
    }
  }

  /** Nothing more is to be had on this connection: another one, which goes on from the positions. */
  #renew() {
    if (this.#isLeader) this.#connection.renew()
    else this.#tell({ type: 'renew' })
  }

  #send(message) {
    if (!this.#isLeader) {
      this.#tell({ type: 'send', message })
      return
    }
    const { type, channel, epoch, offset } = message
    if (message.grant) this.#apart.add(channel)
    if (type === 'subscribe') this.#left.delete(channel)
    if (this.#connection.send(message)) {
      if (type !== 'unsubscribe') return
      this.#left.add(channel)
      this.#world.after(ANSWER_MILLIS, () => this.#left.has(channel) && this.#send(message))
      // A way that only listens: what is subscribed is said when it is opened. Where none is open, its welcome comes.
    } else if (type === 'unsubscribe') this.#other({ type: 'unsubscribed', channel, code: 'requested' })
    else if (type === 'subscribe' && !this.#apart.has(channel)) {
      this.#wanted.set(channel, epoch === this.#stream.positions.epoch ? offset : undefined)
      this.#connection.renew()
    } else this.#fromServer({ type: 'error', code: 'not-connected', ref: message.ref })
  }

  /**
   * New channels are asked for on the connection, one by one: named here, one that is refused would shut out all. A way that
   * only listens has no other way to ask.
   */
  #resume(way) {
    for (const name of this.#left) if (!this.#channels.has(name)) this.#stream.forget(name)
    const from = Positions.parse(this.#stream.positions.resume())
    for (const [name, offset] of this.#wanted) if (from.covers(name, offset)) from.offsets.set(name, offset)
    const fresh = way === 'websocket' ? [] : [...this.#wanted.keys(), ...this.#channels.keys()]
    this.#named = []
    for (const name of new Set([...this.#feedChannels, ...from.offsets.keys(), ...fresh])) {
      if (this.#apart.has(name)) continue
      if (from.resume([...this.#named, name]).length <= MOST_RESUME) this.#named.push(name)
      // To ask for it by yet another connection would not help.
      else if (way !== 'websocket') this.#apart.add(name)
    }
    return this.#named.length ? from.resume(this.#named) : ''
  }

  /** One channel that is not allowed, or not any more, must not shut out the others. */
  #refused({ problem, detail }) {
    if (problem !== 'channel-refused' && problem !== 'bad-channel') return
    const named = this.#named.filter(name => !isOfTheFeed(name))
    const refused = named.filter(name => detail?.startsWith(`${name} `))
    for (const name of refused.length ? refused : named) {
      this.#apart.add(name)
      this.#channels.get(name)?.refused(problem)
    }
  }

  #unsubscribed(channel, code) {
    const wanted = this.#channels.get(channel)
    this.#left.delete(channel)
    if (!wanted) {
      this.#wanted.delete(channel)
      this.#stream.forget(channel)
    } else if (code === 'requested') this.#ask(channel)
    else wanted.refused(code)
  }

  #saveLater() {
    if (!this.#world.store || !this.#isLeader || this.#cancelSave) return
    this.#cancelSave = this.#world.after(SAVE_MILLIS, () => {
      this.#cancelSave = null
      const state = this.#state()
      if (this.#isLeader && state.feed) this.#world.store.save(this.#name, { ...state, feed: { ...state.feed, recent: [] } })
    })
  }
}

function isOfTheFeed(channel) {
  return channel === 'everyone' || channel.startsWith('user:')
}

const status = (state, reason = null) => ({ state, way: null, reason })
