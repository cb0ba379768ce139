import { Tidings } from './client/index.js'
import './client/bell/index.js'
import { backend } from './backend.js'
import { Network } from './network.js'

const DRAWINGS = {
  laptop: 'M5 5h14v10H5zM2.5 18.500h19',
  phone: 'M8 2.500h8a1.5 1.5 0 0 1 1.5 1.500v16a1.5 1.5 0 0 1-1.5 1.500H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.500M11 18.500h2',
}

const NEWEST = 4

/** One of Ann's devices: a page with a bell, and a network that can be cut. */
export class Device {
  #channelEvents = 0

  constructor(root, name, label, log) {
    const network = new Network((direction, frame) => log.add(name, direction, frame))
    const tidings = new Tidings({
      url: location.origin,
      token: () => (network.isUp ? backend.connectionToken('ann') : Promise.reject(new Error('the network is cut'))),
      user: 'ann',
      // Each is a device of its own, though they are in one page.
      tabs: false,
      store: false,
      fetch: network.fetch,
      WebSocket: network.WebSocket,
    })
    const bell = document.createElement('tidings-bell')
    bell.client = tidings
    const power = make('button', { type: 'button', role: 'switch', class: 'switch', 'aria-checked': 'true' }, 'Network')
    power.setAttribute('aria-label', `Network of ${label}`)
    power.onclick = () => {
      if (network.isUp) network.cut()
      else network.restore()
      power.setAttribute('aria-checked', `${network.isUp}`)
      root.classList.toggle('cut', !network.isUp)
    }
    const heading = make('h2', { id: `${name}-name` }, label)
    const state = make('p', { class: 'state wait' }, 'Connecting …')
    const unread = make('dd', {}, '–')
    const unseen = make('dd', {}, '–')
    const newest = make('ul', { class: 'newest' })
    const heard = make('p', { class: 'heard' })
    const position = make('code', { title: 'How far this device is in the log' }, '–')
    root.append(
      make('div', { class: 'bar' }, drawing(DRAWINGS[name]), heading, bell),
      make(
        'div',
        { class: 'screen' },
        state,
        make('dl', { class: 'figures' }, make('div', {}, make('dt', {}, 'unread'), unread), make('div', {}, make('dt', {}, 'unseen'), unseen)),
        newest,
        heard,
      ),
      make('div', { class: 'foot' }, position, power),
    )
    tidings.feed().subscribe(({ items, counters, isLoaded }) => {
      unread.textContent = isLoaded ? counters.unread : '–'
      unseen.textContent = isLoaded ? counters.unseen : '–'
      newest.replaceChildren(...items.slice(0, NEWEST).map(line))
    })
    tidings.channel('public:news').onEvent(event => {
      heard.replaceChildren(`On public:news, no. ${++this.#channelEvents}: `, make('b', {}, event.data?.title ?? event.type))
    })
    tidings.status.subscribe(status => {
      state.className = `state ${{ open: 'good', stopped: 'bad' }[status.state] ?? 'wait'}`
      state.textContent = STATES[status.state](status)
    })
    log.onPosition(name, text => (position.textContent = text))
  }
}

const WAYS = { websocket: 'a WebSocket', 'event-stream': 'an event stream', 'long-poll': 'long polling' }

const STATES = {
  idle: () => 'Connecting …',
  connecting: () => 'Connecting …',
  open: ({ way }) => `Connected by ${WAYS[way]}`,
  waiting: () => 'No connection, trying again',
  stopped: () => 'Stopped by the server',
}

function line({ title, read, channel, offset }) {
  return make('li', { class: read ? '' : 'unread' }, make('span', {}, title), make('i', {}, `${channel}~${offset}`))
}

function make(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function drawing(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
