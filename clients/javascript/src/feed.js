import { isTemporary } from './api.js'
import { pause } from './backoff.js'
import { FeedState } from './feed-state.js'
import { Positions } from './position.js'
import { Listeners, Signal } from './signal.js'

const PAGE = 20
/** Events kept, to bring what was read of the view up to what the stream has said: the view is a moment behind it. */
const RECENT = 500
/** A change is tried so often before it is undone. */
const TRIES = 6
/** A timer holds no more: some weeks. */
const LONGEST_TIMER_MILLIS = 2e9
/** A broadcast ends for all at once, and the counts have it within a minute: after that they are asked for. */
const EXPIRED_MILLIS = 60_000

/**
 * A user's feed: a signal of `{items, counters, hasMore, isLoaded, isStale}`, and what can be done with it. Changes show at
 * once and are undone where the server refuses them: then the promise fails.
 */
export class Feed extends Signal {
  #world
  #call
  #stream
  #owner
  #state = new FeedState()
  #recent = []
  #recentEpoch = null
  #snapshot = 0
  #reached = new Positions()
  #arrivals = new Listeners()
  #isLoaded = false
  #isOnline = false
  /** @internal False where a gap can't be closed, until a new snapshot is there. */
  isExact = false
  #loading = null
  #failures = 0
  /** Changes are said one after the other: a retry would overtake the one that undoes it. */
  #said = Promise.resolve()
  /** What ended until then was shown to have ended. */
  #expired = 0
  #cancelExpiry = () => {}

  /**
   * @param call one of the API
   * @param owner `isWanted()`: whether a load that failed is to be tried again; `onGap(later)`: the snapshot is to be loaded
   *   again, now or some time soon
   */
  constructor(world, call, stream, owner) {
    super()
    this.#world = world
    this.#call = call
    this.#stream = stream
    this.#owner = owner
    this.#show()
  }

  /** Calls with an item that just came: not with what was loaded, or missed and replayed. */
  onArrival(listener) {
    return this.#arrivals.add(listener)
  }

  /** Loads the newest page anew. Resolves when it is there, however often it takes. */
  load() {
    this.#loading ??= this.#reload().finally(() => (this.#loading = null))
    return this.#loading
  }

  /** Loads the next older page. */
  async more() {
    if (!this.#state.hasMore) return
    const snapshot = this.#snapshot
    const page = await this.#call('GET', `v1/feed?limit=${PAGE}&before=${encodeURIComponent(this.#state.before)}`)
    // What it continues is gone, and so is what happened since it was read.
    if (snapshot !== this.#snapshot) return
    const reached = Positions.parse(page.resume)
    this.#state.append(page)
    this.#state.count(page.counters, reached)
    this.#state.replay(this.#recent.filter(({ channel, offset }) => !reached.covers(channel, offset)))
    this.#show()
  }

  read(id) {
    return this.#item('read', id, { read: true })
  }

  unread(id) {
    return this.#item('unread', id, { read: false })
  }

  archive(id) {
    return this.#item('archived', id, { archived: true })
  }

  unarchive(id) {
    return this.#item('unarchived', id, { archived: false })
  }

  /** All that these items reach: what is shown, unless said otherwise. Nothing that came later. */
  readAll({ category, items = this.value.items } = {}) {
    return this.#upTo('read', items.filter(item => !item.read), items, category)
  }

  /** Marks as seen, not as read: what a panel does that was really looked at. */
  seen(items = this.value.items) {
    return this.#upTo('seen', items.filter(item => !item.seen && !item.read), items)
  }

  /** @internal An event of the user's channel or of everyone's. */
  receive(frame, isLive) {
    const { epoch } = this.#stream.positions
    if (epoch !== this.#recentEpoch) this.#recent = []
    this.#recentEpoch = epoch
    this.#recent.push(frame)
    if (this.#recent.length > RECENT) this.#recent.shift()
    // A team that writes to the log itself may say no time.
    const arrived = this.#state.apply(frame.channel, frame.offset, { time: new Date(this.#world.now()).toISOString(), ...frame.event })
    if (arrived && frame.channel === 'everyone') {
      // What another device did to it may have come before it: that is in another channel.
      this.#state.replay(this.#recent)
      // It was there when the snapshot was made without it, and what was done to it before then nobody tells us.
      if (!isLive && !this.#reached.covers('everyone', frame.offset)) this.#owner.onGap(true)
    }
    if (this.#state.needsReload) this.#owner.onGap(true)
    this.#show()
    if (arrived && isLive) this.#arrivals.call(arrived)
  }

  /** @internal */
  online(isOnline) {
    this.#isOnline = isOnline
    this.#show()
  }

  /** @internal Something is missing that no stream will bring. */
  reset() {
    this.isExact = false
    this.#show()
    this.#owner.onGap()
  }

  /** @internal Another tab's, or the last visit's. */
  restore({ recent, recentEpoch, ...dump }, isExact) {
    this.#state = FeedState.of(dump).inherit(this.#state)
    this.isExact = isExact
    this.#isLoaded = true
    this.#recent = recent
    this.#recentEpoch = recentEpoch
    this.#snapshot++
    this.#show()
  }

  /** @internal For another tab; for another day what just happened doesn't matter. */
  dump() {
    return { ...this.#state.dump(), recent: this.#recent, recentEpoch: this.#recentEpoch }
  }

  async #reload() {
    for (;;) {
      try {
        const [snapshot, preferences] = await Promise.all([
          this.#call('GET', `v1/feed?limit=${PAGE}`),
          this.#call('GET', 'v1/preferences'),
        ])
        this.#failures = 0
        this.#take(snapshot, preferences.muted ?? [])
        return
      } catch (error) {
        if (isTemporary(error)) await pause(this.#world, this.#failures++)
        if (!isTemporary(error) || !this.#owner.isWanted()) throw error
      }
    }
  }

  /** The snapshot is exact at its own position, and the stream may be further: what came since is applied to it again. */
  #take(snapshot, muted) {
    const reached = Positions.parse(snapshot.resume)
    const recent = this.#recentEpoch === reached.epoch ? this.#recent : []
    this.#recent = []
    this.#snapshot++
    this.#state.muted = muted
    this.#state.reset(snapshot)
    this.#isLoaded = this.isExact = true
    this.#reached = reached
    this.#stream.restart(reached)
    for (const frame of recent) this.#stream.receive({ ...frame, again: true })
    this.#show()
  }

  #item(op, id, set) {
    return this.#change({ op, ids: [id] }, 'PATCH', `v1/feed/items/${encodeURIComponent(id)}`, set)
  }

  async #upTo(op, changed, items, category) {
    if (!changed.length) return
    const positions = new Positions()
    positions.epoch = this.#stream.positions.epoch
    for (const item of items) {
      // An item of an older log may carry a higher offset than this one has reached.
      const offset = Math.min(item.offset, this.#stream.positions.get(item.channel) ?? -1)
      if (!positions.covers(item.channel, offset)) positions.offsets.set(item.channel, offset)
    }
    const body = { upTo: positions.resume(), ...(category && { category }) }
    await this.#change({ op, ...body }, 'POST', `v1/feed/${op}`, body)
  }

  async #change(change, method, path, body) {
    this.#state.begin(change)
    this.#show()
    try {
      const said = this.#said.then(() => this.#patiently(method, path, body))
      this.#said = said.catch(() => {})
      const answer = await said
      this.#state.confirm(change, answer?.counters ?? answer, answer?.resume ?? answer?.asOf)
    } catch (error) {
      this.#state.undo(change)
      throw error
    } finally {
      this.#show()
    }
  }

  /** Every change may be said twice. */
  async #patiently(method, path, body) {
    for (let failures = 0; ; ) {
      try {
        return await this.#call(method, path, body)
      } catch (error) {
        if (!isTemporary(error) || ++failures >= TRIES) throw error
        await pause(this.#world, failures)
      }
    }
  }

  /** Shows again when the next item expires; and nobody says what a broadcast's end does to the counts. */
  #expireLater(now) {
    this.#cancelExpiry()
    if (!this.#isOnline) return
    const ends = this.#state.items.map(item => Date.parse(item.expiresAt)).filter(end => end > this.#expired)
    const wait = Math.min(...ends) - now
    if (wait > LONGEST_TIMER_MILLIS) return
    this.#cancelExpiry = this.#world.after(wait, () => {
      this.#expired = this.#world.now()
      this.#show()
      this.#world.after((1 + this.#world.random() / 2) * EXPIRED_MILLIS, () => this.#owner.onGap(true))
    })
  }

  #show() {
    const now = this.#world.now()
    this.#expireLater(now)
    this.set({
      ...this.#state.view(now),
      hasMore: this.#state.hasMore,
      isLoaded: this.#isLoaded,
      isStale: !this.#isOnline || !this.isExact,
    })
  }
}
