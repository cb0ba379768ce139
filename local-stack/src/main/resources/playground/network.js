/**
 * A device's own network, which can be cut: what `Tidings` is given in place of the browser's. Cutting it is a tunnel, not
 * a goodbye: the server hears nothing, and the device only that its socket is gone.
 */
export class Network {
  isUp = true
  #sockets = new Set()
  #streams = new Set()
  #watch

  /** @param watch is told of each frame: `(direction, frame)` */
  constructor(watch) {
    this.#watch = watch
    const network = this
    this.WebSocket = class {
      constructor(url, protocols) {
        this.readyState = 0
        if (!network.isUp) {
          queueMicrotask(() => this.end(1006))
          return
        }
        const resume = new URL(url).searchParams.get('resume')
        network.#watch('connect', { resume })
        this.socket = new WebSocket(url, protocols)
        network.#sockets.add(this)
        this.socket.onopen = () => (this.readyState = 1)
        this.socket.onmessage = ({ data }) => {
          if (this.readyState !== 1) return
          network.#watch('in', JSON.parse(data))
          this.onmessage?.({ data })
        }
        this.socket.onclose = ({ code }) => this.end(code)
      }

      send(text) {
        network.#watch('out', JSON.parse(text))
        this.socket.send(text)
      }

      close() {
        this.socket?.close(1000)
        this.end(1000)
      }

      end(code) {
        if (this.readyState === 3) return
        this.readyState = 3
        network.#sockets.delete(this)
        network.#watch('closed', { code })
        this.onclose?.({ code })
      }
    }
  }

  fetch = async (address, options) => {
    if (!this.isUp) throw new TypeError('the network is cut')
    const isStream = new URL(address).pathname === '/v1/stream'
    return isStream ? this.#stream(address, options) : fetch(address, options)
  }

  /** Where no WebSocket gets through, the same frames come over plain HTTP: an event stream here, for all who listen. */
  async #stream(address, options) {
    const abort = new AbortController()
    options.signal.addEventListener('abort', () => abort.abort())
    this.#streams.add(abort)
    const response = await fetch(address, { ...options, signal: abort.signal })
    if (!response.ok || options.headers.Accept !== 'text/event-stream') return response
    this.#watch('connect', { resume: new URL(address).searchParams.get('resume') })
    const [forTheClient, forTheLog] = response.body.tee()
    this.#read(forTheLog)
      .catch(() => {})
      .then(() => this.#watch('closed', { code: 1006 }))
      .finally(() => this.#streams.delete(abort))
    return new Response(forTheClient, { status: response.status, headers: response.headers })
  }

  async #read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (let rest = ''; ; ) {
      const { done, value } = await reader.read()
      if (done) return
      const events = (rest + value).split('\n\n')
      rest = events.pop()
      for (const event of events) {
        const data = event.split('\n').filter(line => line.startsWith('data: '))
        if (data.length) this.#watch('in', JSON.parse(data.map(line => line.slice(6)).join('\n')))
      }
    }
  }

  cut() {
    this.isUp = false
    for (const stream of this.#streams) stream.abort()
    this.#streams.clear()
    for (const socket of [...this.#sockets]) {
      socket.end(1006)
      socket.socket.close()
    }
  }

  restore() {
    this.isUp = true
    dispatchEvent(new Event('online'))
  }
}
