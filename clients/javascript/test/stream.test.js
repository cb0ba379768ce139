import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Positions } from '../src/position.js'
import { Stream } from '../src/stream.js'

const stream = (gaps, events) => new Stream({ event: (_, isLive) => events?.push(isLive), reset() {}, gap: channel => gaps?.push(channel), other() {} })

test('who takes over what another tab has waits for what that one waits for', () => {
  const gaps = []
  const [leader, follower] = [stream(gaps), stream()]
  for (const one of [leader, follower]) {
    one.receive({ type: 'welcome', user: 'ann', epoch: 'e' })
    one.receive({ type: 'subscribed', channel: 'user:ann', offset: 13, recovered: true })
  }
  // A snapshot from before: what lies between is asked for, and polls go on saying how far they are.
  leader.restart(Positions.parse('e;user:ann~4'))
  assert.deepEqual(gaps, ['user:ann'])
  follower.adopt(Positions.parse(leader.positions.resume()), 'ann', leader.waiting)
  for (const one of [leader, follower]) one.receive({ type: 'position', resume: 'e;user:ann~23' })
  assert.equal(leader.positions.get('user:ann'), 4)
  assert.equal(follower.positions.get('user:ann'), 4)
})

test('who was away when a replay ended knows it from the one that was there', () => {
  const live = []
  const [leader, follower] = [stream(), stream([], live)]
  for (const one of [leader, follower]) {
    one.receive({ type: 'welcome', user: 'ann', epoch: 'e' })
    one.receive({ type: 'subscribed', channel: 'user:ann', offset: 4, recovered: true })
  }
  const adopt = () => follower.adopt(Positions.parse(leader.positions.resume()), 'ann', structuredClone(leader.waiting))
  adopt()
  for (const one of [leader, follower]) one.receive({ type: 'event', channel: 'user:ann', offset: 6, prev: 4 })
  leader.receive({ type: 'live', channel: 'user:ann' })
  adopt()
  follower.receive({ type: 'event', channel: 'user:ann', offset: 8, prev: 6 })
  assert.deepEqual(live, [false, true])
})
