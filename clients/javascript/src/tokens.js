/** A token is used for this part of its life; what is left is for the way and for clocks. */
const USABLE = 0.75
/** Of one that can't be read. */
const UNKNOWN_SECONDS = 10

/** The claims of a JWT, unchecked: for its times and its user's name, never for a decision about access. */
export function claims(token) {
  try {
    const base64 = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')
    return JSON.parse(decodeURIComponent(escape(atob(base64))))
  } catch {
    return {}
  }
}

/** Asks the page for tokens: one call at a time, whoever waits gets its answer; and keeps one as long as it is good. */
export class Tokens {
  #fetch
  #now
  #current = null
  #goodUntil = 0
  #pending = null

  /** @param fetch the page's own function */
  constructor(fetch, now) {
    this.#fetch = fetch
    this.#now = now
  }

  async get() {
    return this.#current && this.#now() < this.#goodUntil ? this.#current : this.fresh()
  }

  /** One that was not used yet. */
  fresh() {
    this.#pending ??= this.#ask().finally(() => (this.#pending = null))
    return this.#pending
  }

  /** It was refused: the next `get` asks anew. */
  refused(token) {
    if (token === this.#current) this.#current = null
  }

  async #ask() {
    const asked = this.#now()
    const token = await this.#fetch()
    if (typeof token !== 'string' || !token) throw new Error('token() gave no token')
    const { iat, exp } = claims(token)
    // By our own clock, and only the length of its life by theirs: clocks differ.
    this.#goodUntil = asked + (exp > iat ? (exp - iat) * USABLE : UNKNOWN_SECONDS) * 1000
    this.#current = token
    return token
  }
}
