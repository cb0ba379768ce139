import { ask, run } from './http.js'

const WAIT_SECONDS = 25
/** The first answer shows that this way gets through, so it doesn't wait; only for what was missed, a little. */
const FIRST_WAIT_SECONDS = 1
const MOST_EVENTS = 500

/**
 * The stream as one answer after the other, said in the words of the other ways: the first answer is the welcome, and the
 * end of its events is the end of the replay.
 */
export function open(fetch, url, { tokens, resume }, link) {
  return run(link, async signal => {
    let replayed = []
    for (let first = true; ; first = false) {
      const token = await tokens.get()
      const wait = `${first ? FIRST_WAIT_SECONDS : WAIT_SECONDS}`
      const answer = await ask(fetch, url, { resume, wait }, token, 'application/json', signal)
      const { events, subscribed, resume: reached } = await answer.json()
      link.heard()
      if (first) {
        const user = reached.match(/;user:([^~;]+)/)?.[1]
        link.message({ type: 'welcome', user, epoch: reached.split(';')[0], heartbeat: WAIT_SECONDS })
      }
      // A later answer names its channels again; news is only what could not be continued.
      for (const one of subscribed) if (first || one.recovered === false) link.message({ epoch: reached.split(';')[0], ...one })
      for (const one of events) link.message(one)
      if (first) replayed = subscribed
      if (events.length < MOST_EVENTS) for (const { channel } of replayed.splice(0)) link.message({ type: 'live', channel })
      link.message({ type: 'position', resume: (resume = reached) })
    }
  })
}
