import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TidingsError } from '../src/index.js'
import { Announcer } from '../src/bell/announcer.js'
import { List } from '../src/bell/list.js'
import { PageCount } from '../src/bell/page-count.js'
import { Sight } from '../src/bell/sight.js'
import { Trouble } from '../src/bell/trouble.js'
import { Feed } from '../src/feed.js'
import { Stream } from '../src/stream.js'
import { Clock } from './model/clock.js'

const ITEM = { id: 'n1', offset: 9, channel: 'user:ann', createdAt: '2026-11-01T00:00:00Z', seen: false, read: false, archived: false }

test('an open bell says once that something was seen, however that is answered', async () => {
  const clock = new Clock()
  let calls = 0
  const call = async (method, path) => {
    if (path.startsWith('v1/feed?')) return { items: [ITEM], page: {}, counters: { unread: 1, unseen: 1 }, resume: 'e;user:ann~9' }
    if (method === 'GET') return {}
    if (++calls > 50) throw new Error('a flood')
    throw new TidingsError(403, 'forbidden')
  }
  const stream = new Stream({ event() {}, reset() {}, gap() {}, other() {} })
  const feed = new Feed({ now: clock.now, after: clock.after, random: Math.random }, call, stream, { isWanted: () => true, onGap() {} })
  await feed.load()
  const sight = new Sight()
  feed.subscribe(({ items }) => {
    const news = sight.news(items)
    if (news.length) feed.seen(news).catch(() => {})
  })
  await clock.pass(60_000)
  assert.equal(calls, 1)
})

test('what has another place, as the log was made anew, is said to be seen again', () => {
  const sight = new Sight()
  assert.equal(sight.news([ITEM]).length, 1)
  assert.equal(sight.news([ITEM]).length, 0)
  assert.equal(sight.news([{ ...ITEM, offset: -1 }]).length, 1)
})

test('who looks again says again what they see', () => {
  const sight = new Sight()
  sight.news([ITEM])
  sight.clear()
  assert.equal(sight.news([ITEM]).length, 1)
})

/** As much of a page as the parts of the bell touch. */
class Element {
  children = []
  attributes = {}
  classList = { toggle() {} }
  contains = () => false
  getRootNode = () => ({ activeElement: null })
  setAttribute = (name, value) => (this.attributes[name] = value)
  getAttribute = name => this.attributes[name]
  removeAttribute = name => delete this.attributes[name]
  append = (...children) => this.children.push(...children)
  replaceChildren = (...children) => (this.children = children)
  addEventListener() {}

  get firstElementChild() {
    return this.children[0] ?? null
  }

  get nextElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) + 1] ?? null
  }

  insertBefore(child, place) {
    child.remove()
    child.parent = this
    this.children.splice(place ? this.children.indexOf(place) : this.children.length, 0, child)
  }

  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter(child => child !== this)
  }
}

function page(t) {
  const document = { visibilityState: 'visible', title: 'The app', baseURI: 'https://page.example/', createElement: () => new Element(), createElementNS: () => new Element() }
  globalThis.document = document
  t.after(() => delete globalThis.document)
  t.mock.timers.enable({ apis: ['setTimeout'] })
  return document
}

test('what is announced is heard, also where it is the same as before', t => {
  page(t)
  const [status, alert] = [new Element(), new Element()]
  const announcer = new Announcer(status, alert, count => `${count}`)
  announcer.arrived({ priority: 'critical', title: 'Fire' })
  const first = alert.textContent
  announcer.arrived({ priority: 'critical', title: 'Fire' })
  assert.notEqual(alert.textContent, first)
  announcer.say('failed')
  announcer.say('failed')
  assert.notEqual(status.textContent, 'failed')
})

test('nothing is announced to who has left meanwhile', t => {
  const document = page(t)
  const status = new Element()
  const announcer = new Announcer(status, new Element(), count => `${count} new`)
  announcer.arrived({})
  announcer.arrived({})
  document.visibilityState = 'hidden'
  t.mock.timers.tick(5_000)
  assert.equal(status.textContent, '1 new')
})

test('the count stands before the title that the page has now', t => {
  const document = page(t)
  const count = new PageCount({ hasAttribute: name => name === 'title-count' })
  count.show(1)
  assert.equal(document.title, '(1) The app')
  document.title = 'Another page'
  count.show(2)
  assert.equal(document.title, '(2) Another page')
  count.stop()
  assert.equal(document.title, 'Another page')
})

test("another client begins without the last one's trouble", t => {
  page(t)
  const parts = { root: new Element(), button: new Element(), trouble: new Element() }
  const trouble = new Trouble(parts, { offline: 'offline', stopped: 'stopped' })
  trouble.statusIs({ state: 'waiting' })
  t.mock.timers.tick(5_000)
  assert.equal(parts.trouble.textContent, 'offline')
  trouble.reset()
  assert.equal(parts.trouble.textContent, '')
  trouble.statusIs({ state: 'connecting' })
  t.mock.timers.tick(5_000)
  assert.equal(parts.trouble.textContent, 'offline')
})

test('an open list takes in what is older than its last row, and holds back all else that is new to it', t => {
  page(t)
  const items = ids => ids.map(id => ({ ...ITEM, id, title: id }))
  const list = new List(new Element(), { words: {}, language: 'en' }, {})
  list.show(items(['e', 'c']))
  list.update(items(['f', 'e', 'd', 'c', 'b']))
  assert.deepEqual(list.items.map(({ id }) => id), ['e', 'c', 'b'])
  assert.deepEqual(list.held.map(({ id }) => id), ['f', 'd'])
})

test('a row takes an action that is none', t => {
  page(t)
  const list = new List(new Element(), { words: {}, language: 'en' }, {})
  list.show([{ ...ITEM, title: 'Hello', actions: [null] }])
  assert.equal(list.items.length, 1)
})
