const MOST_ROWS = 300
const LABELS = { laptop: 'laptop', phone: 'phone' }

/** The frames of both devices, newest on top, each with its position and a word on what it means. */
export class FrameLog {
  #body
  #filters
  #replaying = { laptop: new Set(), phone: new Set() }
  #positions = { laptop: new Map(), phone: new Map() }
  #told = {}

  constructor(body, filters) {
    this.#body = body
    this.#filters = filters
    filters.addEventListener('change', () => this.#filter())
  }

  onPosition(device, listener) {
    this.#told[device] = listener
  }

  clear() {
    this.#body.replaceChildren()
  }

  add(device, direction, frame) {
    const told = this.#meaning(device, direction, frame)
    if (!told) return
    const { kind, type, meaning } = told
    const position = frame.offset === undefined ? (frame.resume ?? '') : `~${frame.offset}`
    const row = document.createElement('tr')
    row.className = `new ${kind}`
    row.dataset.device = device
    const cells = { time: clock(), device: LABELS[device], frame: type, channel: frame.channel ?? '', position: frame.resume ? '' : position, meaning }
    for (const [name, text] of Object.entries(cells)) {
      const cell = document.createElement('td')
      cell.className = name
      cell.textContent = text
      row.append(cell)
    }
    row.hidden = !this.#filters.querySelector(`[name=${device}]`).checked
    this.#body.prepend(row)
    while (this.#body.childElementCount > MOST_ROWS) this.#body.lastElementChild.remove()
  }

  #meaning(device, direction, frame) {
    const replaying = this.#replaying[device]
    if (direction === 'connect') {
      return { kind: 'up', type: '→ connect', meaning: frame.resume ? `Goes on from ${short(frame.resume)}` : 'From now on' }
    }
    if (direction === 'closed') return { kind: 'down', type: '× closed', meaning: CLOSED[frame.code] ?? `Code ${frame.code}` }
    if (direction === 'out') return frame.type === 'pong' ? null : { kind: '', type: `→ ${frame.type}`, meaning: '' }
    const type = `← ${frame.type}`
    switch (frame.type) {
      case 'ping':
        return null
      case 'subscribed':
        this.#reached(device, frame)
        if (frame.recovered) replaying.add(frame.channel)
        if (frame.recovered === false) return { kind: 'gap', type, meaning: `Can’t be replayed (${frame.reason}): the snapshot is loaded anew` }
        return { kind: '', type, meaning: frame.recovered ? 'Everything after this position follows' : 'From now on' }
      case 'event': {
        this.#reached(device, frame)
        const isReplayed = replaying.has(frame.channel)
        return { kind: isReplayed ? 'event replayed' : 'event', type, meaning: `${isReplayed ? 'Replayed: ' : ''}${describe(frame.event)}` }
      }
      case 'live':
        replaying.delete(frame.channel)
        return { kind: '', type, meaning: 'Caught up: what follows is new' }
      case 'welcome':
        return { kind: '', type, meaning: `Session ${frame.session}, in log ${frame.epoch}` }
      case 'draining':
        return { kind: 'gap', type, meaning: `This edge goes away within ${frame.retryAfter} s` }
      default:
        return { kind: '', type, meaning: frame.code ?? '' }
    }
  }

  #reached(device, { channel, offset }) {
    const positions = this.#positions[device].set(channel, offset)
    this.#told[device]?.([...positions].map(([name, at]) => `${name}~${at}`).join('  '))
  }

  #filter() {
    for (const row of this.#body.children) row.hidden = !this.#filters.querySelector(`[name=${row.dataset.device}]`).checked
  }
}

const CLOSED = {
  1000: 'No longer needed',
  1001: 'The edge goes away',
  1006: 'Without a word',
  1012: 'The edge restarts',
  4001: 'Its time was over: a new token, and on',
  4003: 'Revoked',
}

function describe({ type, data }) {
  if (type === 'notification.created') return `“${data.title}”`
  if (type === 'feed.badge') return `${data.unread} unread, ${data.unseen} unseen: exact at ${short(data.asOf)}`
  if (type === 'feed.changed') return `${data.op}${data.upTo ? ' up to here' : ''}, on some device`
  return type
}

/** Without the epoch, which is the same everywhere. */
function short(resume) {
  return resume.split(';').slice(1).join('  ')
}

function clock() {
  const now = new Date()
  return `${now.toTimeString().slice(0, 8)}.${`${now.getMilliseconds()}`.padStart(3, '0')}`
}
