import { Row } from './row.js'

/**
 * The rows of an open panel. What comes while it is open is held back until the reader asks for it: nothing is inserted
 * under eyes or focus. What goes, goes, except where the focus is.
 */
export class List {
  #rows = new Map()
  #act
  #bell
  #held = []

  /** @param bell gives `words` and `language` */
  constructor(element, bell, act) {
    this.element = element
    this.#bell = bell
    this.#act = act
  }

  /** Items that came and are not shown. */
  get held() {
    return this.#held
  }

  get items() {
    return [...this.#rows.values()].map(row => row.item)
  }

  /** Shows all of these, from the top. */
  show(items) {
    this.#place(items)
    this.#held = []
  }

  /** Brings the rows up to date; what is new above the last of them is held back, what is older, which the reader asked for, joins at the end. */
  update(items) {
    const last = items.findLastIndex(item => this.#rows.has(item.id))
    // Where none of the rows is left there is nothing to disturb, but also nobody who asked.
    const isHeld = (item, i) => (last < 0 || i < last) && !this.#rows.has(item.id)
    this.#held = items.filter(isHeld)
    this.#place(items.filter((...item) => !isHeld(...item)))
  }

  row(id) {
    return this.#rows.get(id)?.element
  }

  clear() {
    this.#rows.clear()
    this.#held = []
    this.element.replaceChildren()
  }

  /** The row beside: where the focus goes when this one's notification is gone. */
  beside(id) {
    const row = this.row(id)
    return row && (row.nextElementSibling ?? row.previousElementSibling)
  }

  /** Arrow keys go from one to the next. */
  step(from, by) {
    const rows = [...this.element.children]
    const at = rows.findIndex(row => row.contains(from))
    rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus()
  }

  #place(items) {
    const { words, language } = this.#bell
    const kept = new Set(items.map(item => item.id))
    const root = this.element.getRootNode()
    for (const [id, row] of this.#rows) {
      if (kept.has(id) || row.element.contains(root.activeElement)) continue
      row.element.remove()
      this.#rows.delete(id)
    }
    const rows = new Map()
    let before = null
    for (const item of items) {
      const row = this.#rows.get(item.id) ?? new Row(item, words, language, this.#act)
      row.update(item, language)
      // Moved only where it isn't in its place: an element that is moved loses the focus.
      const place = before ? before.nextElementSibling : this.element.firstElementChild
      if (place !== row.element) this.element.insertBefore(row.element, place)
      before = row.element
      rows.set(item.id, row)
    }
    for (const [id, row] of this.#rows) if (!rows.has(id)) rows.set(id, row)
    this.#rows = rows
  }
}
