/** What joins the tabs of one browser: a bus and a lock. */
export class Browser {
  #tabs = new Set()
  #queue = []

  tab() {
    return {
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
}
