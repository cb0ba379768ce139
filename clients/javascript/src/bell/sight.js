/**
 * What of the list has still to be said to be seen. Each item once: where the server won't take it, or takes it and the item
 * stays as it is, saying it again would only be said again.
 */
export class Sight {
  #said = new Set()

  /** The items where some of them are news, else none. */
  news(items) {
    // Its place is another where the log is made anew.
    const news = items.filter(item => !item.seen && !item.read).map(item => `${item.id} ${item.offset}`)
    const isNews = news.some(said => !this.#said.has(said))
    for (const said of news) this.#said.add(said)
    return isNews ? items : []
  }

  /** Another reader, or another look. */
  clear() {
    this.#said.clear()
  }
}
