import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Positions } from '../src/position.js'
import { Stream } from '../src/stream.js'

const stream = gaps => new Stream({ event() {}, reset() {}, gap: channel => gaps?.push(channel), other() {} })

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
