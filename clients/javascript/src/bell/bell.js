import { Announcer } from './announcer.js'
import { frame } from './frame.js'
import { List } from './list.js'
import { PageCount } from './page-count.js'
import { Sight } from './sight.js'
import { ENGLISH } from './strings.js'
import { CSS } from './styles.js'
import { Trouble } from './trouble.js'

const UNDO_MILLIS = 10_000
const FAILED_MILLIS = 6_000
/** Between the panel and the edge of the window. */
const MARGIN = 8
/** How often "5 minutes ago" is brought up to date, while somebody looks. */
const MINUTE = 60_000

let sheet

/** A bell with a badge, and a panel with the feed. The page gives it a client: `bell.client = new Tidings(...)`. */
export class TidingsBell extends HTMLElement {
  #client = null
  #feed = null
  #words = ENGLISH
  #parts
  #list
  #announcer
  #trouble
  #pageCount = new PageCount(this)
  #sight = new Sight()
  #leave = []
  #isOpen = false
  #isVisible = false
  #hasShown = false
  #archived = null
  #undo = null
  #failed = null
  #minutes = null

  constructor() {
    super()
    this.attachShadow({ mode: 'open' })
    sheet ??= new CSSStyleSheet()
    if (!sheet.cssRules.length) sheet.replaceSync(CSS)
    this.shadowRoot.adoptedStyleSheets = [sheet]
    this.#build()
  }

  get client() {
    return this.#client
  }

  set client(client) {
    if (!client) this.close()
    this.#disconnect()
    this.#client = client
    this.#feed = client?.feed() ?? null
    this.#list.clear()
    this.#sight.clear()
    this.#hasShown = false
    if (this.isConnected) this.#connect()
    // Nothing stays of the last one's user.
    this.#parts.undo.hidden = true
    if (!client) this.#show()
  }

  get strings() {
    return this.#words
  }

  set strings(strings) {
    this.close()
    this.#disconnect()
    this.#words = { ...ENGLISH, ...strings }
    this.#build()
    if (this.isConnected) this.#connect()
  }

  get isOpen() {
    return this.#isOpen
  }

  /** For its list. @internal */
  get words() {
    return this.#words
  }

  /** For its list. @internal */
  get language() {
    return this.closest('[lang]')?.lang || document.documentElement.lang || undefined
  }

  connectedCallback() {
    this.#connect()
  }

  disconnectedCallback() {
    this.close()
    this.#disconnect()
  }

  open() {
    if (this.#isOpen) return
    this.#isOpen = true
    this.#sight.clear()
    this.#parts.panel.hidden = false
    this.#hasShown = false
    this.#minutes = setInterval(() => this.#show(), MINUTE)
    this.#show()
    this.#fit()
    this.#parts.panel.focus()
  }

  /** Gives the focus back to the bell where the panel has it. */
  close() {
    if (!this.#isOpen) return
    const hadFocus = this.#parts.panel.contains(this.shadowRoot.activeElement)
    this.#isOpen = false
    this.#isVisible = false
    this.#parts.panel.hidden = true
    this.#parts.undo.hidden = true
    clearInterval(this.#minutes)
    this.#show()
    if (hadFocus) this.#parts.button.focus()
  }

  /** Where the panel would stand out of the window, it is moved in. */
  #fit() {
    const { panel } = this.#parts
    panel.style.translate = ''
    // On a phone it is the window.
    if (!panel.offsetParent) return
    const { left, right } = panel.getBoundingClientRect()
    const over = Math.max(0, right + MARGIN - document.documentElement.clientWidth) || Math.min(0, left - MARGIN)
    if (over) panel.style.translate = `${-over}px`
  }

  #connect() {
    if (!this.#feed || this.#leave.length) return
    const listen = (target, type, listener) => {
      target.addEventListener(type, listener)
      this.#leave.push(() => target.removeEventListener(type, listener))
    }
    this.#leave.push(
      this.#feed.subscribe(() => this.#show()),
      this.#client.status.subscribe(status => this.#trouble.statusIs(status)),
      this.#feed.onArrival(item => this.#announcer.arrived(item)),
    )
    listen(document, 'visibilitychange', () => this.#seen())
    listen(window, 'resize', () => this.#isOpen && this.#fit())
    listen(document, 'pointerdown', event => {
      if (!event.composedPath().includes(this)) this.close()
    })
    const observer = new IntersectionObserver(([entry]) => {
      this.#isVisible = entry.isIntersecting
      this.#seen()
    })
    observer.observe(this.#parts.panel)
    this.#leave.push(() => observer.disconnect())
  }

  #disconnect() {
    for (const leave of this.#leave.splice(0)) leave()
    this.#announcer.stop()
    this.#trouble.reset()
    this.#pageCount.stop()
  }

  #show() {
    const { items = [], counters = { unread: 0 }, hasMore = false, isLoaded = false } = this.#feed?.value ?? {}
    const { button, badge, empty, fresh, more, readAll } = this.#parts
    const words = this.#words
    const { unread } = counters
    button.setAttribute('aria-expanded', `${this.#isOpen}`)
    button.setAttribute('aria-label', words.label(unread))
    badge.hidden = !unread
    badge.textContent = unread > 99 ? '99+' : `${unread}`
    this.#pageCount.show(unread)
    if (!this.#isOpen) return
    // The first items are what it was opened for.
    if (isLoaded && !this.#hasShown) this.#list.show(items)
    else this.#list.update(items)
    this.#hasShown = isLoaded
    const { length } = this.#list.held
    fresh.hidden = !length
    fresh.textContent = words.fresh(length)
    empty.hidden = items.length > 0 || !this.#feed
    empty.textContent = isLoaded ? words.empty : words.loading
    more.hidden = !hasMore
    readAll.hidden = !unread
    this.#seen()
  }

  /** Only what was in sight, and only while somebody can look: never read, that is the reader's to say. */
  #seen() {
    if (!this.#isOpen || !this.#isVisible || document.visibilityState === 'hidden') return
    const items = this.#sight.news(this.#list.items)
    if (items.length) this.#feed.seen(items).catch(() => {})
  }

  /** Something that the reader did; it is undone by itself where it is refused, and then they are told. */
  #do(promise) {
    promise.catch(() => {
      this.#parts.failed.textContent = this.#words.failed
      this.#parts.failed.hidden = false
      this.#announcer.say(this.#words.failed)
      clearTimeout(this.#failed)
      this.#failed = setTimeout(() => (this.#parts.failed.hidden = true), FAILED_MILLIS)
    })
  }

  #archive(item) {
    const next = this.#list.beside(item.id) ?? this.#parts.panel
    next.focus()
    this.#do(this.#feed.archive(item.id))
    const { undo } = this.#parts
    undo.hidden = false
    clearTimeout(this.#undo)
    this.#undo = setTimeout(() => {
      // Not from under the focus.
      if (!undo.contains(this.shadowRoot.activeElement)) undo.hidden = true
    }, UNDO_MILLIS)
    this.#archived = item
  }

  #unarchive() {
    const { id } = this.#archived
    this.#parts.undo.hidden = true
    this.#do(this.#feed.unarchive(id))
    this.#list.show([...this.#list.items, ...this.#feed.value.items.filter(item => item.id === id)].sort(newestFirst))
    this.#show()
    ;(this.#list.row(id) ?? this.#parts.panel).focus()
  }

  #follow(event, url, item) {
    if (!item.read) this.#do(this.#feed.read(item.id))
    const detail = { url, item }
    const goes = this.dispatchEvent(new CustomEvent('tidings-navigate', { detail, cancelable: true, bubbles: true, composed: true }))
    if (!goes) event.preventDefault()
  }

  #showHeld() {
    const first = this.#list.held[0]?.id
    this.#list.show(this.#feed.value.items)
    this.#show()
    ;(this.#list.row(first) ?? this.#parts.panel).focus()
  }

  #key(event) {
    if (!this.#isOpen) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') this.close()
    else if (step) this.#list.step(this.shadowRoot.activeElement, step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #build() {
    const words = this.#words
    this.#announcer?.stop()
    this.#trouble?.stop()
    this.#parts = frame(words, {
      press: () => (this.#isOpen ? this.close() : this.open()),
      close: () => this.close(),
      readAll: () => this.#do(this.#feed.readAll({ items: this.#list.items })),
      showHeld: () => this.#showHeld(),
      more: () => this.#do(this.#feed.more()),
      undo: () => this.#unarchive(),
      key: event => this.#key(event),
    })
    this.#list = new List(this.#parts.list, this, {
      follow: (...what) => this.#follow(...what),
      toggle: item => this.#do(item.read ? this.#feed.unread(item.id) : this.#feed.read(item.id)),
      archive: item => this.#archive(item),
    })
    this.#announcer = new Announcer(this.#parts.status, this.#parts.alert, count => words.arrived(count))
    this.#trouble = new Trouble(this.#parts, words)
    this.shadowRoot.replaceChildren(this.#parts.root)
  }
}

function newestFirst(a, b) {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt)
}
