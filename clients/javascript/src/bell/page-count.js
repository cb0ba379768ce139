/** The count beyond the bell, where the page asks for it by attributes: on the app's icon, and in the page's title. */
export class PageCount {
  #bell
  #told = null
  #title = null

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
      this.#title ??= document.title
      document.title = unread ? `(${unread}) ${this.#title}` : this.#title
    }
  }

  /** Gives the title back. */
  stop() {
    if (this.#title !== null) document.title = this.#title
    this.#title = this.#told = null
  }
}
