import { Positions } from './position.js'

/** What an operation does to an item. */
const OPERATIONS = {
  read: { read: true, seen: true },
  unread: { read: false },
  seen: { seen: true },
  archived: { archived: true },
  unarchived: { archived: false },
}
/** More than any page needs to show; beyond it the newest page is loaded again. */
const MOST_ITEMS = 1_000
/** Counted since the last absolute counts: beyond it they are asked for. */
const MOST_UNSETTLED = 500

const timeOf = item => Date.parse(item.createdAt)
const isUnread = item => !item.read && !item.archived
const isUnseen = item => !item.seen && !item.read && !item.archived

/**
 * A user's feed, as far as it was loaded, and its counts. What the server has said and what the user did here, unconfirmed,
 * are kept apart: the view is the one under the other, and a refusal just takes the second away. A plain value with
 * operations: no network, no clock.
 */
export class FeedState {
  items = []
  before = null
  hasMore = false
  /** How far back the list is whole. Something older may have come late, and shows when what lies between was loaded. */
  floor = null
  muted = []

  /** Absolute counts, exact at `asOf`; and what changed after that, each with its position. */
  #counts = { unread: 0, unseen: 0 }
  #asOf = new Positions()
  #since = []
  /** Items that came after `asOf`, with their positions: the counts don't have them, whatever was done to them. */
  #uncounted = new Map()
  #pending = new Set()

  /** A snapshot: all that was known gives way to it. */
  reset({ items, page, counters, resume }) {
    this.items = placed(items, resume)
    this.#page(page, items)
    this.#counts = counters
    this.#asOf = Positions.parse(resume)
    this.#since = []
    this.#uncounted.clear()
    this.#heard(() => true)
  }

  /** An older page. What changed after it was read is applied to it by the caller, with `replay`. */
  append({ items, page, resume }) {
    const known = new Set(this.items.map(item => item.id))
    this.items = [...this.items, ...placed(items, resume).filter(item => !known.has(item.id))].sort((a, b) => timeOf(b) - timeOf(a))
    this.#page(page, items)
  }

  #page({ before, hasMore }, items) {
    this.before = before
    this.hasMore = hasMore
    this.floor = hasMore && items.length ? timeOf(items.at(-1)) : null
  }

  /** An event of one of the feed's channels, the next after the last one. Says what it was: a new item, or null. */
  apply(channel, offset, event) {
    const { type, data } = event
    if (type === 'notification.created') return this.#created(channel, offset, event)
    if (type === 'feed.changed') {
      this.#settle({ channel, offset }, this.#change(data))
      this.#heard(change => isPartOf(change, data))
    } else if (type === 'feed.badge') this.count(data, Positions.parse(data.asOf))
    return null
  }

  /** Changes that were applied already, for an item or a page that came later; all of them from some point on. */
  replay(frames) {
    for (const { channel, offset, event } of frames) {
      if (event.type === 'feed.changed') this.#settle({ channel, offset }, this.#change(event.data))
    }
  }

  /** Absolute counts: taken only where they are newer. Also those of an answer. */
  count(counts, asOf) {
    if (!asOf.reaches(this.#asOf)) return
    this.#counts = counts
    this.#asOf = asOf
    this.#since = this.#since.filter(effect => !this.#isCounted(effect))
    for (const [id, position] of this.#uncounted) if (this.#isCounted({ at: position })) this.#uncounted.delete(id)
  }

  /** The user's own, shown at once. `{op, ids}` or `{op, upTo, category}`. */
  begin(change) {
    this.#pending.add(change)
  }

  /**
   * The server took it. Where its answer has counts and says as of when, they hold the change; else it stays what shows
   * until its event comes.
   */
  confirm(change, counts, asOf) {
    if (!asOf) {
      change.isConfirmed = true
      if (change.isHeard) this.#pending.delete(change)
      return
    }
    // Where its event came before, others may have come after it: it is in its place already.
    const effects = this.#pending.delete(change) && !change.isHeard ? this.#change(change) : []
    this.count(counts, Positions.parse(asOf))
    // What it did to items that these counts don't have, they don't have either.
    for (const effect of effects) if (this.#uncounted.has(effect.id)) this.#settle(this.#uncounted.get(effect.id), [effect])
  }

  undo(change) {
    this.#pending.delete(change)
  }

  /** What shows: items and counts, the unconfirmed included. */
  view(now) {
    let items = this.items
    for (const change of this.#pending) items = changed(items, change)
    const counts = sum(this.#counts, [...this.#since, ...differences(this.items, items)])
    return {
      items: items.filter(item => !item.archived && timeOf(item) >= this.floor && !(item.expiresAt && Date.parse(item.expiresAt) <= now)),
      counters: counts,
    }
  }

  get needsReload() {
    return this.items.length > MOST_ITEMS || this.#since.length > MOST_UNSETTLED
  }

  /** For another tab, or another day. The unconfirmed stays here. */
  dump() {
    const { items, before, hasMore, floor, muted } = this
    return { items, before, hasMore, floor, muted, counts: this.#counts, asOf: this.#asOf.resume(), since: this.#since, uncounted: this.#uncounted }
  }

  static of({ counts, asOf, since, uncounted, ...rest }) {
    const state = Object.assign(new FeedState(), rest)
    state.#counts = counts
    state.#asOf = Positions.parse(asOf)
    state.#since = since
    state.#uncounted = uncounted
    return state
  }

  /** So that what the user began in the old state goes on in the new one. */
  inherit(other) {
    this.#pending = other.#pending
    this.#heard(() => true)
    return this
  }

  /** What shows no longer needs these, once they are confirmed: it may be said before or after. */
  #heard(isSettled) {
    for (const change of this.#pending) {
      if (!isSettled(change)) continue
      change.isHeard = true
      if (change.isConfirmed) this.#pending.delete(change)
    }
  }

  #created(channel, offset, { id, time, data }) {
    // A team may write to the log itself. What has no title the server doesn't list either.
    if (typeof data?.title !== 'string') return null
    const isMuted = channel === 'everyone' && data.priority !== 'critical' && this.muted.includes(data.category)
    if (isMuted || this.items.some(item => item.id === id)) return null
    const item = { ...data, id, channel, offset, createdAt: time, seen: false, read: false, archived: false }
    const place = this.items.findIndex(other => timeOf(other) <= timeOf(item))
    this.items = [...this.items]
    this.items.splice(place < 0 ? this.items.length : place, 0, item)
    const at = { channel, offset }
    if (!this.#isCounted({ at })) this.#uncounted.set(item.id, at)
    this.#settle(at, [{ unread: 1, unseen: 1, category: data.category }])
    return item
  }

  #change(change) {
    const before = this.items
    this.items = changed(before, change)
    return differences(before, this.items)
  }

  #settle(at, effects) {
    for (const effect of effects) {
      const whole = { ...effect, at, item: this.#uncounted.get(effect.id) }
      if (!this.#isCounted(whole)) this.#since.push(whole)
    }
  }

  /** The absolute counts have it: what was done, and what it was done to. */
  #isCounted({ at, item = at }) {
    return this.#asOf.covers(at.channel, at.offset) && this.#asOf.covers(item.channel, item.offset)
  }
}

/** What is beyond the answer's own position is of an older log: before all that this one has, and so reached by any place in it. */
function placed(items, resume) {
  const reached = Positions.parse(resume)
  return items.map(item => (reached.covers(item.channel, item.offset) ? item : { ...item, offset: -1 }))
}

/** The items, with those that the change concerns changed. */
function changed(items, { op, ids, upTo, category }) {
  const reached = upTo && Positions.parse(upTo)
  const isConcerned = item =>
    ids ? ids.includes(item.id) : (!reached || reached.covers(item.channel, item.offset)) && (!category || category === item.category)
  return items.map(item => (isConcerned(item) ? { ...item, ...OPERATIONS[op] } : item))
}

function isPartOf(change, event) {
  if (change.op !== event.op) return false
  return change.ids ? change.ids.every(id => event.ids?.includes(id)) : !event.ids && change.category === (event.category ?? undefined)
}

function differences(before, after) {
  return after.flatMap((item, i) => {
    const unread = isUnread(item) - isUnread(before[i])
    const unseen = isUnseen(item) - isUnseen(before[i])
    return unread || unseen ? [{ id: item.id, unread, unseen, category: item.category }] : []
  })
}

function sum({ unread, unseen, byCategory }, effects) {
  const result = { unread, unseen, byCategory: { ...byCategory } }
  for (const { unread, unseen, category } of effects) {
    result.unread = Math.max(0, result.unread + unread)
    result.unseen = Math.max(0, result.unseen + unseen)
    if (category) result.byCategory[category] = Math.max(0, (result.byCategory[category] ?? 0) + unread)
  }
  for (const [category, unread] of Object.entries(result.byCategory)) if (!unread) delete result.byCategory[category]
  return result
}
