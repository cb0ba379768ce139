import { Announcer } from './announcer.js'
import { ICONS, element, icon } from './elements.js'
import { List } from './list.js'
import { ENGLISH } from './strings.js'
import { CSS } from './styles.js'

/** Trouble that is over sooner is nobody's business. */
const TROUBLE_MILLIS = 5_000
const UNDO_MILLIS = 10_000
const FAILED_MILLIS = 6_000
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
  #leave = []
  #isOpen = false
  #isVisible = false
  #hasShown = false
  #hadTrouble = false
  #trouble = null
  #undo = null
  #failed = null
  #minutes = null
  #title = null
  #counted = null

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
    this.#disconnect()
    this.#client = client
    this.#feed = client?.feed() ?? null
    this.#list.clear()
    if (this.isConnected) this.#connect()
  }

  get strings() {
    return this.#words
  }

  set strings(strings) {
    this.#words = { ...ENGLISH, ...strings }
    this.#build()
    if (this.isConnected) this.#show()
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
    this.#parts.panel.hidden = false
    this.#hasShown = false
    this.#minutes = setInterval(() => this.#show(), MINUTE)
    this.#show()
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

  #connect() {
    if (!this.#feed || this.#leave.length) return
    const listen = (target, type, listener) => {
      target.addEventListener(type, listener)
      this.#leave.push(() => target.removeEventListener(type, listener))
    }
    this.#leave.push(
      this.#feed.subscribe(() => this.#show()),
      this.#client.status.subscribe(status => this.#statusIs(status)),
      this.#feed.onArrival(item => this.#announcer.arrived(item)),
    )
    listen(document, 'visibilitychange', () => this.#seen())
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
    clearTimeout(this.#trouble)
    if (this.#title !== null) document.title = this.#title
    this.#title = null
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
    this.#tellPage(unread)
    if (!this.#isOpen) return
    // The first items are what it was opened for.
    if (isLoaded && !this.#hasShown) this.#list.show(items)
    else this.#list.update(items)
    this.#hasShown = isLoaded
    const { length } = this.#list.held
    fresh.hidden = !length
    fresh.textContent = words.fresh(length)
    empty.hidden = items.length > 0
    empty.textContent = isLoaded ? words.empty : words.loading
    more.hidden = !hasMore
    readAll.hidden = !unread
    this.#seen()
  }

  /** Only what was in sight, and only while somebody can look: never read, that is the reader's to say. */
  #seen() {
    if (!this.#isOpen || !this.#isVisible || document.visibilityState === 'hidden') return
    const items = this.#list.items
    if (items.some(item => !item.seen && !item.read)) this.#feed.seen(items).catch(() => {})
  }

  /** Where the page asks for it: the app's badge, and the number in the title. */
  #tellPage(unread) {
    if (unread === this.#counted) return
    this.#counted = unread
    if (this.hasAttribute('app-badge')) {
      const told = unread ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.()
      told?.catch(() => {})
    }
    if (this.hasAttribute('title-count')) {
      this.#title ??= document.title
      document.title = unread ? `(${unread}) ${this.#title}` : this.#title
    }
  }

  #statusIs({ state, reason }) {
    const isTrouble = state !== 'open'
    if (isTrouble === this.#hadTrouble && state !== 'stopped') return
    this.#hadTrouble = isTrouble
    clearTimeout(this.#trouble)
    const tell = () => {
      this.#parts.root.classList.toggle('stale', isTrouble)
      const text = !isTrouble ? '' : state === 'stopped' && reason ? this.#words.stopped : this.#words.offline
      this.#note(text)
      this.#parts.button.toggleAttribute('aria-description', false)
      if (text) this.#parts.button.setAttribute('aria-description', text)
    }
    if (isTrouble) this.#trouble = setTimeout(tell, TROUBLE_MILLIS)
    else tell()
  }

  #note(text) {
    this.#parts.note.textContent = text
    this.#parts.note.hidden = !text
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
    this.#parts.undoButton.onclick = () => {
      undo.hidden = true
      this.#do(this.#feed.unarchive(item.id))
      this.#list.show([...this.#list.items, ...this.#feed.value.items.filter(other => other.id === item.id)].sort(newestFirst))
      this.#show()
      ;(this.#list.row(item.id) ?? this.#parts.panel).focus()
    }
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
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') this.close()
    else if (step) this.#list.step(this.shadowRoot.activeElement, step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #build() {
    const words = this.#words
    const parts = {}
    const text = (label, onclick, attributes) => element('button', { type: 'button', onclick, ...attributes }, label)
    parts.badge = element('span', { class: 'badge', part: 'badge', 'aria-hidden': 'true', hidden: true })
    parts.button = element(
      'button',
      { type: 'button', class: 'bell', part: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': words.label(0), onclick: () => (this.#isOpen ? this.close() : this.open()) },
      icon(ICONS.bell),
      parts.badge,
    )
    parts.readAll = text(words.readAll, () => this.#do(this.#feed.readAll({ items: this.#list.items })), { class: 'text', part: 'read-all' })
    const close = element('button', { type: 'button', 'aria-label': words.close, title: words.close, onclick: () => this.close() }, icon(ICONS.close))
    parts.note = element('p', { class: 'note', part: 'note', hidden: true })
    parts.failed = element('p', { class: 'note', part: 'note', hidden: true })
    parts.fresh = text('', () => this.#showHeld(), { class: 'fresh', part: 'fresh', hidden: true })
    parts.empty = element('p', { class: 'empty', part: 'empty' })
    parts.more = text(words.more, () => this.#do(this.#feed.more()), { class: 'more', part: 'more' })
    const ul = element('ul', { part: 'list', 'aria-labelledby': 'title' })
    parts.undoButton = text(words.undo)
    parts.undo = element('div', { class: 'undo', part: 'undo', hidden: true }, element('span', {}, words.archived), parts.undoButton)
    parts.panel = element(
      'div',
      { class: 'panel', part: 'panel', role: 'dialog', 'aria-labelledby': 'title', tabindex: -1, hidden: true, onkeydown: event => this.#key(event) },
      element('header', { part: 'header' }, element('h2', { id: 'title' }, words.title), parts.readAll, close),
      parts.note,
      parts.failed,
      parts.fresh,
      element('div', { class: 'scroll' }, ul, parts.empty, parts.more),
      parts.undo,
    )
    const status = element('div', { class: 'hidden', role: 'status' })
    const alert = element('div', { class: 'hidden', role: 'alert' })
    parts.root = element('div', {}, parts.button, parts.panel, status, alert)
    this.#parts = parts
    this.#list = new List(ul, this, {
      follow: (...what) => this.#follow(...what),
      toggle: item => this.#do(item.read ? this.#feed.unread(item.id) : this.#feed.read(item.id)),
      archive: item => this.#archive(item),
    })
    this.#announcer?.stop()
    this.#announcer = new Announcer(status, alert, count => this.#words.arrived(count))
    this.shadowRoot.replaceChildren(parts.root)
  }
}

function newestFirst(a, b) {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt)
}
