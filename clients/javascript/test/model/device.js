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

  /**
   * @param isGranted whether it needs a grant for the room
   * @param hasBell whether its user looks at an open bell all the time
   */
  constructor(server, browser, room, { isGranted, hasBell }) {
    this.#server = server
    this.#browser = browser
    this.#room = room
    this.hasBell = hasBell
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
    if (this.hasBell) this.#look()
    this.enter()
  }

  #look() {
    const { feed } = this
    const sight = new Sight()
    feed.subscribe(({ items }) => {
      const news = sight.news(items)
      if (news.length) feed.seen(news).catch(() => {})
    })
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
