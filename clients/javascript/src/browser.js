import { websocket } from './ways/websocket.js'

const BLOCKED = 'tidings.way'
/** So long a way is taken for blocked. */
const RECALL_MILLIS = 30 * 60_000
/** A call that isn't answered by then is tried again: others wait for it. */
const CALL_MILLIS = 20_000
/** A database that another page holds, or a disk that sleeps, may not hold up the start. */
const KEPT_MILLIS = 1_000

/** All that the client needs of where it runs: a browser, or Node. Every part that is missing is done without. */
export function surroundings({ url, fetch = globalThis.fetch?.bind(globalThis), WebSocket = globalThis.WebSocket, tabs = true, store = true }) {
  const { document: page, indexedDB, navigator, BroadcastChannel } = globalThis
  const memory = access(() => globalThis.localStorage)
  const open = {
    ...(WebSocket && { websocket: (position, link) => websocket(WebSocket, url, position, link) }),
    // Few pages ever need these: they are loaded where they do.
    'event-stream': later(() => import('./ways/event-stream.js'), fetch, url),
    'long-poll': later(() => import('./ways/long-poll.js'), fetch, url),
  }
  return {
    ways: Object.keys(open),
    open: (way, position, link) => open[way](position, link),
    fetch: (url, options) => fetch(url, { ...options, signal: AbortSignal.timeout(CALL_MILLIS) }),
    now: () => Date.now(),
    random: Math.random,
    after(millis, action) {
      const timer = setTimeout(action, millis)
      return () => clearTimeout(timer)
    },
    recallMillis: RECALL_MILLIS,
    recall() {
      const [way, until] = access(() => memory?.getItem(BLOCKED)?.split(' ')) ?? []
      return Date.now() < Number(until) ? way : null
    },
    remember: way => access(() => (way ? memory.setItem(BLOCKED, `${way} ${Date.now() + RECALL_MILLIS}`) : memory.removeItem(BLOCKED))),
    store: store && indexedDB ? kept(indexedDB) : null,
    broadcast: tabs && page && BroadcastChannel ? broadcast : null,
    lead: tabs && page && navigator?.locks ? lead : null,
    /** Tells of the network and of the page: comes, goes, sleeps and wakes. */
    watch({ wake, offline, hide, show }) {
      const abort = new AbortController()
      const on = (type, action, target = globalThis) => target.addEventListener(type, action, { signal: abort.signal })
      if (page) {
        on('online', wake)
        on('offline', offline)
        on('visibilitychange', () => page.visibilityState === 'visible' && wake(), page)
        on('pagehide', hide)
        on('pageshow', event => event.persisted && show())
      }
      return () => abort.abort()
    },
  }
}

/** A way whose module is loaded when it is taken. */
function later(load, fetch, url) {
  return (position, link) => {
    let way = null
    let isClosed = false
    load().then(
      module => isClosed || (way = module.open(fetch, url, position, link)),
      () => link.closed({}),
    )
    return {
      close() {
        isClosed = true
        way?.close()
      },
    }
  }
}

/** Loaded beside what shows first. What is kept is a help: where it fails, or takes long, there just is none. */
function kept(indexedDB) {
  const store = import('./store.js').then(({ Store }) => new Store(indexedDB))
  const ask = what => (...values) =>
    Promise.race([store.then(store => store[what](...values)), new Promise(late => setTimeout(late, KEPT_MILLIS))]).catch(() => {})
  return { load: ask('load'), save: ask('save'), delete: ask('delete') }
}

function broadcast(name, hear) {
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }) => hear(data)
  return { post: message => channel.postMessage(message), close: () => channel.close() }
}

/** Leads as soon as no other tab does, until it is released or the tab is gone. */
function lead(name, action) {
  const abort = new AbortController()
  let release = () => abort.abort()
  const held = () => {
    action()
    return new Promise(done => (release = done))
  }
  // Where locks are refused, as in a sandboxed frame, it works alone.
  navigator.locks.request(name, { signal: abort.signal }, held).catch(() => abort.signal.aborted || action())
  return () => release()
}

/** Storage may be forbidden, and then even asking for it throws. */
function access(action) {
  try {
    return action()
  } catch {
    return undefined
  }
}
