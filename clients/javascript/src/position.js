/** Stands where no epoch is known yet: a resume string must begin with one, and "from now" needs none. */
const NO_EPOCH = '0'

/** How far a client is: an epoch, and the last offset it has of each channel. */
export class Positions {
  epoch = null
  offsets = new Map()

  /** Reads a resume string; what has no offset is left out. */
  static parse(resume) {
    const positions = new Positions()
    const [epoch, ...parts] = (resume ?? '').split(';')
    if (epoch !== NO_EPOCH) positions.epoch = epoch || null
    for (const part of parts) {
      const [channel, offset] = part.split('~')
      if (offset !== undefined) positions.offsets.set(channel, Number(offset))
    }
    return positions
  }

  get(channel) {
    return this.offsets.get(channel)
  }

  /** Forgets every offset where the epoch is another: they are void. Says whose. */
  enter(epoch) {
    if (!epoch || epoch === this.epoch) return []
    const channels = [...this.offsets.keys()]
    this.epoch = epoch
    this.offsets.clear()
    return channels
  }

  /** Whether an event is part of what this position has. */
  covers(channel, offset) {
    return offset <= (this.offsets.get(channel) ?? -Infinity)
  }

  /** Whether this is at no channel behind the other, of the same epoch. */
  reaches(other) {
    if (this.epoch !== other.epoch) return false
    for (const [channel, offset] of other.offsets) if (!this.covers(channel, offset)) return false
    return true
  }

  /** The resume string of these channels, known or not. */
  resume(channels = this.offsets.keys()) {
    const parts = [this.epoch ?? NO_EPOCH]
    for (const channel of channels) {
      parts.push(this.offsets.has(channel) ? `${channel}~${this.offsets.get(channel)}` : channel)
    }
    return parts.join(';')
  }
}
