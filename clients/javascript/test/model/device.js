import { Tidings } from '../../src/index.js'
import { Sight } from '../../src/bell/sight.js'

/** A page of the user's, with a feed and a channel: one tab of a browser, or alone where there is none. */
export class Device {
  /** Events of the channel, since the page began or was told that some are lost. */
  heard = []
  /** Notifications that came before the page's eyes. */
  arrived = []
  /** What the client listens to: `wake()`, `offline()`, `hide()`, `show()`. */
  page = {}

  #server
  #browser
  #room
  #options
  #sight = new Sight()
  #shown

  /** @param isGranted whether it needs a grant for the room */
  constructor(server, browser, room, { isGranted }) {
    this.#server = server
    this.#browser = browser
    this.#room = room
    this.#options = isGranted ? { grant: () => this.#token() } : {}
    this.load()
  }

  get isOpen() {
    return this.client.status.value.state === 'open'
  }

  load() {
    const { clock, chance } = this.#server
    const world = {
      ways: ['websocket', 'event-stream', 'long-poll'],
      open: (...call) => this.#server.open(...call),
      fetch: (...call) => this.#server.fetch(...call),
      now: clock.now,
      random: chance.next,
      after: clock.after,
      recall: () => null,
      remember() {},
      recallMillis: 60_000,
      watch: handlers => (Object.assign(this.page, handlers), () => {}),
      ...this.#browser?.tab(),
    }
    this.client = new Tidings({ url: 'https://tidings.example', user: 'ann', token: () => this.#token() }, world)
    this.feed = this.client.feed()
    this.arrived = []
    this.feed.onArrival(item => this.arrived.push(item.id))
    this.#shown = new Set()
    this.feed.subscribe(() => this.#see())
    this.enter()
  }

  /** Opens a bell, which stays open: what comes later isn't shown, and what is shown is said to be seen, once. */
  look() {
    this.#sight.clear()
    this.#shown = new Set(this.feed.value.items.map(item => item.id))
    this.#see()
  }

  #see() {
    const news = this.#sight.news(this.feed.value.items.filter(item => this.#shown.has(item.id)))
    if (news.length) this.feed.seen(news).catch(() => {})
  }

  /** As its user does; or the browser, without a word to the page. */
  reload() {
    this.client.close()
    this.load()
  }

  enter() {
    this.heard = []
    this.resets = []
    this.room = this.client.channel(this.#room, this.#options)
    this.room.onEvent(event => this.heard.push(event.data))
    this.room.onReset(reason => {
      this.heard = []
      this.resets.push(reason)
    })
  }

  leave() {
    this.room.close()
  }

  async #token() {
    const { faults, chance, clock } = this.#server
    await new Promise(resolve => clock.after(chance.below(100), resolve))
    if (faults && chance.is(0.1)) throw new Error('the page has no token')
    return this.#server.token()
  }
}
