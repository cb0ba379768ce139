import { nameOf } from './names.js'

const PAGE = 20

/** What the database holds of the log. Written for plainness: whatever is asked is counted anew. */
export class View {
  /** It has everything up to here. */
  reached = { user: 0, everyone: 0 }
  #all = []
  /** Which log an item is of: every item of an older one is before any place in this one. */
  #log = 0
  #logs = new Map()
  #muted
  #removed = new Set()

  constructor(muted) {
    this.#muted = muted
  }

  /** The next records of a partition. `changes`: the user's log, as far as there is one. */
  take(partition, batch, changes) {
    for (const { offset, event } of batch) {
      if (event.type === 'notification.created') this.#add(partition, offset, event, changes)
      else if (event.type === 'feed.changed') for (const item of this.#all) this.#apply(event.data, item)
      this.reached[partition] = offset
    }
    this.#all.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  }

  #add(partition, offset, { id, time, data }, changes) {
    if (this.#removed.has(id) || this.#all.some(item => item.id === id)) return
    if (partition === 'everyone' && data.priority !== 'critical' && this.#muted.includes(data.category)) return
    const item = { ...data, id, channel: nameOf(partition), offset, createdAt: time, seen: false, read: false, archived: false }
    this.#logs.set(item.id, this.#log)
    // What was done to a broadcast may be in the view before the broadcast is: they are in different partitions.
    for (const change of changes) if (change.offset <= this.reached.user && change.event.type === 'feed.changed') this.#apply(change.event.data, item)
    this.#all.unshift(item)
  }

  /** What has expired. Says whether it was there: it may not have come yet, and then never does. */
  remove(id) {
    const before = this.#all.length
    this.#removed.add(id)
    this.#all = this.#all.filter(item => item.id !== id)
    return this.#all.length < before
  }

  #apply({ op, ids, upTo, category }, item) {
    const reached = Number(new Map((upTo ?? '').split(';').slice(1).map(part => part.split('~'))).get(item.channel) ?? -Infinity)
    const isReached = this.#logs.get(item.id) < this.#log ? reached > -Infinity : item.offset <= reached
    if (ids ? ids.includes(item.id) : isReached && (!category || item.category === category)) apply(op, item)
  }

  /** Goes on with a new log. */
  begin({ user, everyone }) {
    this.reached = { user, everyone }
    this.#log++
  }

  counters() {
    const byCategory = {}
    const unread = this.#all.filter(isUnread)
    for (const item of unread) byCategory[item.category] = (byCategory[item.category] ?? 0) + 1
    return { unread: unread.length, unseen: unread.filter(item => !item.seen).length, byCategory }
  }

  items() {
    return this.#all.filter(item => !item.archived)
  }

  page(before) {
    const items = this.items().filter(item => !before || item.createdAt < before)
    const page = items.slice(0, PAGE).map(item => ({ ...item }))
    return { items: page, page: { before: page.at(-1)?.createdAt ?? before, hasMore: items.length > PAGE } }
  }
}

const isUnread = item => !item.read && !item.archived

function apply(op, item) {
  if (op === 'read') item.read = item.seen = true
  if (op === 'unread') item.read = false
  if (op === 'seen') item.seen = true
  if (op === 'archived') item.archived = true
  if (op === 'unarchived') item.archived = false
}
