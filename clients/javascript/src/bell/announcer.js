/** At most one announcement in so long. */
const QUIET_MILLIS = 5_000

/**
 * Says to a screen reader that something came: politely, and gathered, so that a busy minute is not read out one by one.
 * What is critical is said at once, by its title. The regions it writes to are in the page from the start: a region that
 * is added with its text in it is not read by all.
 */
export class Announcer {
  #status
  #alert
  #words
  #waiting = 0
  #timer = null

  /** @param words what to say of so many */
  constructor(status, alert, words) {
    this.#status = status
    this.#alert = alert
    this.#words = words
  }

  arrived(item) {
    // Nobody listens there, and who comes back sees the badge.
    if (document.visibilityState === 'hidden') return
    if (item.priority === 'critical') write(this.#alert, item.title)
    else {
      this.#waiting++
      if (!this.#timer) this.#say()
    }
  }

  /** Something besides arrivals, that was asked for. */
  say(text) {
    write(this.#status, text)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#timer = null
    this.#waiting = 0
  }

  #say() {
    this.#timer = null
    const count = this.#waiting
    this.#waiting = 0
    // Who left meanwhile finds the badge, too.
    if (!count || document.visibilityState === 'hidden') return
    write(this.#status, this.#words(count))
    this.#timer = setTimeout(() => this.#say(), QUIET_MILLIS)
  }
}

/** The same text again would be no change, and so not read. */
function write(region, text) {
  region.textContent = text === region.textContent ? `${text}\u00a0` : text
}
