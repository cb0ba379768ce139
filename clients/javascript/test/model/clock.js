/** So many promises, one waiting for the other, go on before time does. */
const PROMISES = 20

/** Time that passes only when it is told to. */
export class Clock {
  time = Date.parse('2026-11-01T00:00:00Z')
  #timers = new Set()
  #order = 0

  now = () => this.time

  after = (millis, action) => {
    const timer = { at: this.time + Math.max(0, millis), order: this.#order++, action }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Does all that is due in the next `millis`, one after the other, with what each of it sets off. */
  async pass(millis) {
    const end = this.time + millis
    for (;;) {
      for (let i = 0; i < PROMISES; i++) await null
      let next = null
      for (const timer of this.#timers) {
        if (timer.at <= end && (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order))) next = timer
      }
      if (!next) break
      this.#timers.delete(next)
      this.time = Math.max(this.time, next.at)
      next.action()
    }
    await new Promise(resolve => setImmediate(resolve))
    this.time = end
  }
}
