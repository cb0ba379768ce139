/** What joins the tabs of one browser: a bus and a lock; and what it keeps, where it is given a clock and chance for that. */
export class Browser {
  #tabs = new Set()
  #queue = []
  #kept = new Map()
  #clock
  #chance

  constructor(clock, chance) {
    this.#clock = clock
    this.#chance = chance
  }

  tab() {
    return {
      store: this.#clock ? this.#store() : null,
      broadcast: (_, hear) => {
        const tab = { hear }
        this.#tabs.add(tab)
        const post = message => {
          for (const other of this.#tabs) if (other !== tab) queueMicrotask(() => this.#tabs.has(other) && other.hear(structuredClone(message)))
        }
        return { post, close: () => this.#tabs.delete(tab) }
      },
      lead: (_, action) => {
        const claim = { action }
        this.#queue.push(claim)
        if (this.#queue[0] === claim) queueMicrotask(() => this.#queue[0] === claim && action())
        return () => {
          const wasFirst = this.#queue[0] === claim
          this.#queue = this.#queue.filter(other => other !== claim)
          if (wasFirst) queueMicrotask(() => this.#queue[0]?.action())
        }
      },
    }
  }

  #store() {
    const later = () => new Promise(resolve => this.#clock.after(this.#chance.below(200), resolve))
    return {
      load: name => later().then(() => structuredClone(this.#kept.get(name))),
      save: (name, value) => void this.#kept.set(name, structuredClone(value)),
      delete: async name => void this.#kept.delete(name),
    }
  }
}
