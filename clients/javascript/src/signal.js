/** Listeners that can't harm each other, nor who calls them: what one throws is reported, and the next is called. */
export class Listeners {
  #all = new Set()

  add(listener) {
    this.#all.add(listener)
    return () => void this.#all.delete(listener)
  }

  call(...values) {
    for (const listener of [...this.#all]) {
      try {
        listener(...values)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

/** A value that can be watched: a listener is called at once, and after each change. The value itself is never altered. */
export class Signal {
  #value
  #listeners = new Listeners()

  constructor(value) {
    this.#value = value
  }

  get value() {
    return this.#value
  }

  set(value) {
    this.#value = value
    this.#listeners.call(value)
  }

  subscribe(listener) {
    const unsubscribe = this.#listeners.add(listener)
    listener(this.#value)
    return unsubscribe
  }
}
