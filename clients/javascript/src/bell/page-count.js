/** The count beyond the bell, where the page asks for it by attributes: on the app's icon, and in the page's title. */
export class PageCount {
  #bell
  #told = null
  #title = null
  #written = null

  constructor(bell) {
    this.#bell = bell
  }

  show(unread) {
    if (unread === this.#told) return
    this.#told = unread
    if (this.#bell.hasAttribute('app-badge')) {
      const told = unread ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.()
      told?.catch(() => {})
    }
    if (this.#bell.hasAttribute('title-count')) {
      this.#own()
      document.title = this.#written = unread ? `(${unread}) ${this.#title}` : this.#title
    }
  }

  /** Gives the title back. */
  stop() {
    this.#own()
    if (this.#written !== null) document.title = this.#title
    this.#written = this.#told = null
  }

  /** The page's own title: what it says now, where that isn't what was written here. */
  #own() {
    if (document.title !== this.#written) this.#title = document.title
  }
}
