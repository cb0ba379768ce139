import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FeedState } from '../src/feed-state.js'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const item = (id, offset, more) => ({ id, offset, channel: 'user:ann', createdAt: '2026-11-01T00:00:00Z', seen: false, read: false, archived: false, ...more })

function state(...items) {
  const state = new FeedState()
  state.reset({ items, page: { hasMore: false }, counters: { unread: items.length, unseen: items.length }, resume: 'new;user:ann~5;everyone~5' })
  return state
}

test('what is read up to a place in the new log reaches every item of the old one', () => {
  const feed = state(item('new', 4), item('old', 900))
  feed.append({ items: [item('older', 800)], page: {}, resume: 'new;user:ann~5;everyone~5' })
  feed.apply('user:ann', 6, { type: 'feed.changed', data: { op: 'read', upTo: 'new;user:ann~3' } })
  assert.deepEqual(feed.view(NOW).items.map(({ id, read }) => [id, read]), [['new', false], ['old', true], ['older', true]])
})

const created = (id, event) => ({ id, type: 'notification.created', time: '2026-11-01T01:00:00Z', ...event })

test('an item is known by its event, whatever its data says', () => {
  const feed = state()
  feed.apply('user:ann', 6, created('a', { data: { title: 'One', id: 'same' } }))
  feed.apply('user:ann', 7, created('b', { data: { title: 'Two', id: 'same' } }))
  assert.deepEqual(feed.view(NOW).items.map(({ id }) => id), ['b', 'a'])
})

test('what has no title is no item, as the server has it', () => {
  const feed = state()
  for (const data of [undefined, null, 'text', {}, { title: 7 }]) assert.equal(feed.apply('user:ann', 6, created('a', { data })), null)
  assert.equal(feed.view(NOW).counters.unread, 0)
})

test('an item that the server says is of an older log is before every place in this one', () => {
  const feed = state(item('old', -1), item('new', 4))
  feed.apply('user:ann', 6, { type: 'feed.changed', data: { op: 'seen', upTo: 'new;user:ann~3' } })
  assert.deepEqual(feed.view(NOW).items.map(({ id, seen }) => [id, seen]), [['old', true], ['new', false]])
})
