import { nameOf } from './names.js'

const PAGE = 20

/** What the database holds of the log. Written for plainness: whatever is asked is counted anew. */
export class View {
  /** It has everything up to here. */
  reached = { user: 0, everyone: 0 }
  #all = []
  #muted

  constructor(muted) {
    this.#muted = muted
  }

  /** The next records of a partition. `changes`: the user's log, as far as there is one. */
  take(partition, batch, changes) {
    for (const { offset, event } of batch) {
      if (event.type === 'notification.created') this.#add(partition, offset, event, changes)
      else if (event.type === 'feed.changed') for (const item of this.#all) apply(event.data, item)
      this.reached[partition] = offset
    }
    this.#all.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  }

  #add(partition, offset, { time, data }, changes) {
    if (this.#all.some(item => item.id === data.id)) return
    if (partition === 'everyone' && data.priority !== 'critical' && this.#muted.includes(data.category)) return
    const item = { ...data, channel: nameOf(partition), offset, createdAt: time, seen: false, read: false, archived: false }
    // What was done to a broadcast may be in the view before the broadcast is: they are in different partitions.
    for (const change of changes) if (change.offset <= this.reached.user && change.event.type === 'feed.changed') apply(change.event.data, item)
    this.#all.unshift(item)
  }

  /** Goes on with a new log. */
  begin({ user, everyone }) {
    this.reached = { user, everyone }
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

function apply({ op, ids, upTo, category }, item) {
  const offsets = new Map((upTo ?? '').split(';').slice(1).map(part => part.split('~')))
  const isConcerned = ids ? ids.includes(item.id) : item.offset <= Number(offsets.get(item.channel) ?? -1) && (!category || item.category === category)
  if (!isConcerned) return
  if (op === 'read') item.read = item.seen = true
  if (op === 'unread') item.read = false
  if (op === 'seen') item.seen = true
  if (op === 'archived') item.archived = true
  if (op === 'unarchived') item.archived = false
}
