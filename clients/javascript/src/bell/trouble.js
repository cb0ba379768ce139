/** Trouble that is over sooner is nobody's business. */
const TROUBLE_MILLIS = 5_000

/** Says in words that the connection is gone, where that lasts; the counts stay, and look like old ones. */
export class Trouble {
  #parts
  #words
  #isThere = false
  #timer = null

  constructor(parts, words) {
    this.#parts = parts
    this.#words = words
  }

  statusIs({ state, reason }) {
    const isTrouble = state !== 'open'
    if (isTrouble === this.#isThere && state !== 'stopped') return
    this.#isThere = isTrouble
    this.stop()
    if (!isTrouble) this.#tell('')
    else this.#timer = setTimeout(() => this.#tell(state === 'stopped' && reason ? this.#words.stopped : this.#words.offline), TROUBLE_MILLIS)
  }

  /** Of another client nothing is known yet. */
  reset() {
    this.stop()
    this.#isThere = false
    this.#tell('')
  }

  stop() {
    clearTimeout(this.#timer)
  }

  #tell(text) {
    const { root, button, trouble } = this.#parts
    root.classList.toggle('stale', Boolean(text))
    trouble.textContent = text
    trouble.hidden = !text
    if (text) button.setAttribute('aria-description', text)
    else button.removeAttribute('aria-description')
  }
}
