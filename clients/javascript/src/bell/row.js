import { ICONS, element, icon, safeLink } from './elements.js'

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** One notification in the list. It is changed where it stands, so that focus and eyes keep their place. */
export class Row {
  #act
  #words
  #item = null
  #tool = null

  /** @param act what to do: `follow(event, url, item)`, `toggle(item)`, `archive(item)` */
  constructor(item, words, language, act) {
    this.#act = act
    this.#words = words
    this.element = element('li', { part: 'item', tabindex: -1 })
    this.#build(item, language)
    this.update(item, language)
  }

  get item() {
    return this.#item
  }

  /** What may change of an item: whether it was read; and of its time, how long ago it is. */
  update(item, language) {
    const wasUnread = this.#item && !this.#item.read
    this.#item = item
    this.time.textContent = ago(Date.parse(item.createdAt), language)
    if (wasUnread === !item.read) return
    this.element.classList.toggle('unread', !item.read)
    this.mark.hidden = this.dot.hidden = item.read
    this.#tool.setAttribute('aria-label', item.read ? this.#words.markUnread : this.#words.markRead)
    this.#tool.title = this.#tool.getAttribute('aria-label')
    this.#tool.replaceChildren(icon(item.read ? ICONS.unread : ICONS.read))
  }

  #build(item, language) {
    const words = this.#words
    const link = (url, text) => {
      const href = safeLink(url)
      return href && element('a', { href, dir: 'auto', onclick: event => this.#act.follow(event, href, this.#item) }, text)
    }
    this.dot = element('span', { class: 'dot', part: 'dot', 'aria-hidden': 'true' })
    this.mark = element('span', { class: 'hidden' }, `${words.unread}: `)
    const isCritical = item.priority === 'critical'
    const title = element(
      'p',
      { class: 'title', part: 'item-title', dir: 'auto' },
      this.mark,
      isCritical ? element('span', { class: 'critical-word' }, words.critical) : null,
      link(item.url, item.title) ?? item.title,
    )
    const when = new Date(item.createdAt)
    this.time = element('time', { dir: 'auto', datetime: item.createdAt, title: when.toLocaleString(language) })
    const links = (Array.isArray(item.actions) ? item.actions : []).map(action => link(action?.url, action?.label)).filter(Boolean)
    this.#tool = element('button', { type: 'button', onclick: () => this.#act.toggle(this.#item) })
    const archive = element(
      'button',
      { type: 'button', 'aria-label': words.archive, title: words.archive, onclick: () => this.#act.archive(this.#item) },
      icon(ICONS.archive),
    )
    this.element.append(
      this.dot,
      title,
      element('div', { class: 'tools', part: 'tools' }, this.#tool, archive),
    )
    if (item.body) this.element.append(element('p', { class: 'body', part: 'item-body', dir: 'auto' }, item.body))
    this.element.append(element('span', { class: 'meta' }, this.time))
    if (links.length) this.element.append(element('div', { class: 'links' }, ...links))
  }
}

/** "5 minutes ago", in the page's language. */
function ago(time, language) {
  const seconds = Math.min(0, (time - Date.now()) / 1000)
  const [unit, length] = UNITS.find(([, of]) => -seconds >= of) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(unit === 'second' ? 0 : Math.ceil(seconds / length), unit)
}
