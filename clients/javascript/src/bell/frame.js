import { ICONS, element, icon } from './elements.js'

/**
 * What stands still of a bell: button, panel, and the regions that a screen reader listens to. The rows come and go in `list`.
 *
 * `act`: `press()`, `close()`, `readAll()`, `showHeld()`, `more()`, `undo()`, `key(event)`.
 */
export function frame(words, act) {
  const parts = {}
  const text = (label, onclick, attributes) => element('button', { type: 'button', dir: 'auto', onclick, ...attributes }, label)
  parts.badge = element('span', { class: 'badge', part: 'badge', 'aria-hidden': 'true', hidden: true })
  parts.button = element(
    'button',
    { type: 'button', class: 'bell', part: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': words.label(0), onclick: act.press },
    icon(ICONS.bell),
    parts.badge,
  )
  parts.readAll = text(words.readAll, act.readAll, { class: 'text', part: 'read-all' })
  const close = element('button', { type: 'button', 'aria-label': words.close, title: words.close, onclick: act.close }, icon(ICONS.close))
  parts.trouble = element('p', { class: 'note', part: 'note', dir: 'auto', hidden: true })
  parts.failed = element('p', { class: 'note', part: 'note', dir: 'auto', hidden: true })
  parts.fresh = text('', act.showHeld, { class: 'fresh', part: 'fresh', hidden: true })
  parts.list = element('ul', { part: 'list', 'aria-labelledby': 'title' })
  parts.empty = element('p', { class: 'empty', part: 'empty', dir: 'auto' })
  parts.more = text(words.more, act.more, { class: 'more', part: 'more' })
  parts.undo = element('div', { class: 'undo', part: 'undo', hidden: true }, element('span', {}, words.archived), text(words.undo, act.undo))
  parts.panel = element(
    'div',
    { class: 'panel', part: 'panel', role: 'dialog', 'aria-labelledby': 'title', tabindex: -1, hidden: true },
    element('header', { part: 'header' }, element('h2', { id: 'title' }, words.title), parts.readAll, close),
    parts.trouble,
    parts.failed,
    parts.fresh,
    element('div', { class: 'scroll' }, parts.list, parts.empty, parts.more),
    parts.undo,
  )
  parts.status = element('div', { class: 'hidden', role: 'status' })
  parts.alert = element('div', { class: 'hidden', role: 'alert' })
  parts.root = element('div', { onkeydown: act.key }, parts.button, parts.panel, parts.status, parts.alert)
  return parts
}
