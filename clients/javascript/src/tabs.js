/**
 * The tabs of one user in one browser: one of them leads and holds the connection, all hear what it hears. Where the
 * browser can't do that, each leads itself.
 */
export class Tabs {
  isLeader = false

  #bus
  #release

  /** `owner`: `lead()`, `hear(message)` */
  join(world, name, owner) {
    this.#bus = world.broadcast?.(name, message => owner.hear(message))
    const lead = () => {
      this.isLeader = true
      owner.lead()
    }
    if (this.#bus && world.lead) this.#release = world.lead(name, lead)
    else lead()
  }

  /** To all others. */
  post(message) {
    this.#bus?.post(message)
  }

  /** Another may lead. */
  close() {
    this.isLeader = false
    this.#release?.()
    this.#bus?.close()
  }
}
