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
