import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * Whether the simulation is worth its time: breaks the client in one place after the other, and says on which bad day it was
 * found out. `node test/mutants.js [SEED] [DAYS] [NAME]`; ends with 1 where one never is.
 */
const MUTANTS = [
  ['stream.js', 'takes an event that it has', ' || this.positions.covers(channel, offset)) return', ') return'],
  ['stream.js', 'sees no gap', 'if (prev != null &&', 'if (false &&'],
  ['stream.js', 'counts what comes before the answer to a gap', 'if (this.#asked.has(channel) || this', 'if (this'],
  ['stream.js', 'forgets that a position became void', 'this.#lost.add(channel)', ';'],
  ['stream.js', 'says nothing of what can not be recovered', 'this.#listener.reset(channel, reason)', ';'],
  ['stream.js', 'goes on from an unrecoverable position', /this\.#set\(channel, offset\)\n(\s+this\.#listener\.reset)/, '$1'],
  ['stream.js', 'does not ask for what lies before a snapshot', "if (this.#since.size && (!isSame", "if (false && (!isSame"],
  ['stream.js', 'takes a replay for live', 'if (recovered) this.#replaying.set(channel)', 'if (false) ;'],
  ['stream.js', 'never gets over a replay', "else if (type === 'live') this.#replaying.delete(channel)", "else if (type === 'live') ;"],
  ['stream.js', 'takes a gap that asking did not close for a new one', 'if (this.#stuck.get(channel) === position)', 'if (false)'],
  ['stream.js', 'does not wait for what another tab waits for', 'if (waiting?.[i].has(channel))', 'if (false)'],
  ['stream.js', 'waits on a new connection for an answer of the old', 'for (const old of [this.#asked, this.#replaying', 'for (const old of [this.#replaying'],
  ['position.js', 'compares positions of different epochs', 'if (this.epoch !== other.epoch) return false', ''],
  ['position.js', 'lacks its own offset', 'return offset <= (', 'return offset < ('],
  ['feed-state.js', 'takes older counts', 'if (!asOf.reaches(this.#asOf)) return', ''],
  ['feed-state.js', 'counts again what is counted', 'if (!this.#isCounted(whole)) this', 'this'],
  ['feed-state.js', 'takes what was done to an uncounted item for counted', ' && this.#asOf.covers(item.channel, item.offset)', ''],
  ['feed-state.js', 'keeps what newer counts have', 'this.#since = this.#since.filter(effect => !this.#isCounted(effect))', ';'],
  ['feed-state.js', 'shows an item twice', ' || this.items.some(item => item.id === id)', ''],
  ['feed-state.js', 'lists what is muted', 'if (isMuted || ', 'if ('],
  ['feed-state.js', 'applies again what it has heard', ' && !change.isHeard ? this', ' ? this'],
  ['feed-state.js', 'forgets what it did to an uncounted item', 'if (this.#uncounted.has(effect.id)) this', 'if (false) this'],
  ['feed-state.js', 'keeps what was refused', /undo\(change\) \{\n\s+this\.#pending\.delete\(change\)/, 'undo(change) {'],
  ['feed-state.js', 'never drops what is confirmed', 'if (change.isConfirmed) this.#pending.delete(change)', ';'],
  ['feed-state.js', 'lets a snapshot keep older changes', /(this\.#asOf = Positions\.parse\(resume\)\n\s+)this\.#since = \[\]/, '$1;'],
  ['feed-state.js', 'shows what lies between pages', ' && timeOf(item) >= this.floor', ''],
  ['feed-state.js', 'puts what came late on top', 'const place = this.items.findIndex(other => timeOf(other) <= timeOf(item))', 'const place = 0'],
  ['feed-state.js', 'does not reach the items of an older log', '? item : { ...item, offset: -1 }', '? item : item'],
  ['feed.js', 'takes nothing for muted where it could not ask', "this.#call('GET', 'v1/preferences')", "this.#call('GET', 'v1/preferences').catch(() => ({}))"],
  ['feed.js', 'drops what came while a snapshot was on its way', 'for (const frame of recent) this.#stream.receive({ ...frame, again: true })', ';'],
  ['feed.js', 'does not let the stream know of its snapshot', 'this.#stream.restart(reached)', ';'],
  ['feed.js', 'joins a page to another list', 'if (snapshot !== this.#snapshot) return', ''],
  ['feed.js', 'does not bring a page up to date', /this\.#state\.replay\(this\.#recent\.filter.*/, ';'],
  ['feed.js', 'overlooks what was done to a broadcast before it came', 'this.#state.replay(this.#recent)\n', ';\n'],
  ['feed.js', 'keeps events of another epoch', 'if (epoch !== this.#recentEpoch) this.#recent = []', ''],
  ['feed.js', 'gives up a change at the first failure', 'if (!isTemporary(error) || ++failures >= TRIES) throw error', 'throw error'],
  ['feed.js', 'gives up a snapshot at the first failure', 'if (!isTemporary(error) || !this.#owner.isWanted()) throw error', 'throw error'],
  ['tidings.js', 'leaves a new tab without the state', /this\.#tell\(\{ \.\.\.this\.#state\(\), to: message\.id \}\)\n(\s+\} else if)/, '$1'],
  ['tidings.js', 'takes a state without its position', /(if \(this\.#feed && !feed\) return\n\s+)this\.#stream\.adopt\(Positions\.parse\(resume\), user, waiting\)/, '$1'],
  ['tidings.js', 'waits for ever for a dropped request', ' && this.#renew())', ')'],
  ['tidings.js', 'lets a request of another tab be dropped', "else this.#tell({ type: 'renew' })", ''],
  ['tidings.js', 'has another tab skip what it has not heard', '.filter(isOfTheFeed)', ''],
  ['tidings.js', 'asks for no channel of a tab that joins', 'if (this.#isNew) for (const name of this.#channels.keys()) this.#ask(name)', ''],
  ['tidings.js', 'takes a request that was dropped for refused', 'if (PASSING.includes(code)) return', ''],
  ['tidings.js', 'gives up a channel whose grant failed once', /this\.#world\.after\(ANSWER_MILLIS, \(\) => this\.#channels\.has.*/, ''],
  ['tidings.js', 'goes on from its own position where another tab has less', 'from.offsets.set(name, offset)\n', ';\n'],
  ['feed.js', 'does not load what was lost', 'this.#show()\n    this.#owner.onGap()', ';'],
  ['tidings.js', 'connects with the positions of the beginning', "return this.#named.length ? from.resume(this.#named) : ''", "return ''"],
  ['tidings.js', 'takes a channel from another tab', "else if (code === 'requested') this.#ask(channel)", ''],
  ['tidings.js', 'leaves to itself a tab that lacks something', /if \(!this\.#isLeader\) \{\n\s+this\.#hello\(\)(\n\s+return\n\s+\}\n\s+await)/, 'if (!this.#isLeader) {$1'],
  ['connection.js', 'hears a connection that was given up', 'this.#isAlive(link) && this.#message(link, frame)', 'this.#message(link, frame)'],
  ['connection.js', 'trusts a silent connection for ever', 'if (this.#isSilent(link, SILENCE)) this.#closed(link, {})\n      else', ''],
  ['connection.js', 'does not come back', 'if (!this.#next) this.#retry()', 'if (false) ;'],
  ['connection.js', 'keeps a token that was refused', 'this.#tokens.refused(link.token)', ';'],
]

const [seed = 1, days = 1_000] = process.argv.slice(2, 4).map(Number)
const only = process.argv[4] ?? ''
const AT_ONCE = 2
const run = promisify(execFile)
const whole = await copy(fileURLToPath(new URL('..', import.meta.url)))
const survivors = []
const waiting = MUTANTS.filter(mutant => mutant.join(' ').includes(only))
if (await judge(['index.js', 'unbroken', '', ''])) throw new Error('the client fails as it is')
await Promise.all(Array.from({ length: AT_ONCE }, judgeAll))
await rm(whole, { recursive: true })
if (survivors.length) {
  console.error(`not found out in ${days} days: ${survivors.join(', ')}`)
  process.exitCode = 1
}

async function judgeAll() {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const day = await judge(mutant)
    const name = `${mutant[0]} ${mutant[1]}`
    console.log(`${day ? `day ${day}`.padEnd(9) : 'SURVIVED '}  ${name}`)
    if (!day) survivors.push(name)
  }
}

/** The client as it is now, and its simulation, in a place of their own. */
async function copy(from) {
  const directory = await mkdtemp(join(tmpdir(), 'mutant-'))
  for (const part of ['src', 'test', 'package.json']) await cp(join(from, part), join(directory, part), { recursive: true })
  return directory
}

/** The day on which it was found out, or null. */
async function judge([file, name, from, to]) {
  const directory = await copy(whole)
  try {
    const path = join(directory, 'src', file)
    const before = await readFile(path, 'utf8')
    const after = before.replace(from, to)
    if (after === before && from) throw new Error(`${file} has no place to break: ${name}`)
    await writeFile(path, after)
    // A client that loops for ever is found out, too.
    await run(process.execPath, ['test/bad-days.js', seed, days], { cwd: directory, timeout: days * 200 })
    return null
  } catch (error) {
    if (error.code === undefined && !error.killed) throw error
    const failed = /bad-days\.js (\d+) 1/.exec(error.stderr)
    return failed ? Number(failed[1]) - seed + 1 : 'without an end'
  } finally {
    await rm(directory, { recursive: true })
  }
}
