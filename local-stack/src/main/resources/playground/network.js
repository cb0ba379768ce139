/**
 * A device's own network, which can be cut: what `Tidings` is given in place of the browser's. Cutting it is a tunnel, not
 * a goodbye: the server hears nothing, and the device only that its socket is gone.
 */
export class Network {
  isUp = true
  #sockets = new Set()
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

  fetch = (...call) => (this.isUp ? fetch(...call) : Promise.reject(new TypeError('the network is cut')))

  cut() {
    this.isUp = false
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
