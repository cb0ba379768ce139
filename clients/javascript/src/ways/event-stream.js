import { ask, run } from './http.js'

/** The stream as server-sent events, by fetch: an EventSource can't send a token in a header. */
export function open(fetch, url, { token, resume }, link) {
  return run(link, async signal => {
    const response = await ask(fetch, url, { resume }, token, 'text/event-stream', signal)
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      // Any bytes are a sign of life: a comment too.
      link.heard()
      const events = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = events.pop()
      for (const event of events) {
        const data = event.split('\n').filter(line => line.startsWith('data: ')).map(line => line.slice(6))
        if (data.length) link.message(JSON.parse(data.join('\n')))
      }
    }
  })
}
