import { Tidings } from '/playground/client/index.js'
import '/playground/client/bell/index.js'

const user = new URLSearchParams(location.search).get('user')
const bell = document.querySelector('tidings-bell')
const watch = role => {
  const region = bell.shadowRoot.querySelector(`[role=${role}]`)
  new MutationObserver(() => announced.push(region.textContent.trim())).observe(region, { childList: true, characterData: true, subtree: true })
}

window.Tidings = Tidings
window.announced = []
window.arrived = []
watch('status')
watch('alert')

if (user) {
  const tidings = new Tidings({ url: location.origin, user, token: () => connectionToken(user) })
  bell.client = tidings
  tidings.feed().onArrival(item => arrived.push(item.title))
  window.tidings = tidings
}

/** A value that the test sets, and the bell listens to. */
const signal = value => {
  const listeners = new Set()
  const subscribe = listener => {
    listeners.add(listener)
    listener(value)
    return () => listeners.delete(listener)
  }
  const set = next => {
    value = next
    for (const listener of listeners) listener(value)
  }
  return { get value() { return value }, set, subscribe }
}

const whole = (item, i) => ({ id: `i${i}`, title: 'Title', createdAt: new Date().toISOString(), seen: true, read: false, archived: false, ...item })

/**
 * Gives the bell what no server has said: these items, and a state. `arrive(item)` has one arrive, `add(items)` has them
 * listed before the others; what the reader does is in `told`.
 */
window.give = (items, unread = items.length, status = { state: 'open', way: 'websocket', reason: null }, more = {}) => {
  window.told = []
  const feed = signal({ items: items.map(whole), counters: { unread, unseen: 0, byCategory: {} }, hasMore: false, isLoaded: true, isStale: false, ...more })
  feed.onArrival = listener => ((window.arrive = listener), () => {})
  for (const deed of ['seen', 'read', 'unread', 'archive', 'unarchive', 'readAll', 'more']) {
    feed[deed] = async what => void told.push(typeof what === 'string' ? `${deed} ${what}` : deed)
  }
  window.add = news => feed.set({ ...feed.value, items: [...news.map((item, i) => ({ ...whole(item), id: `new${i}` })), ...feed.value.items] })
  bell.client = { feed: () => feed, status: signal(status) }
  return feed
}
