const DATABASE = 'tidings'
const FEEDS = 'feeds'
/** Older than that it says nothing any more. */
const KEPT_MILLIS = 30 * 24 * 60 * 60_000

/** The last feed and position of each user, in IndexedDB. Where that fails there just is none. */
export class Store {
  #indexedDB
  #database

  constructor(indexedDB) {
    this.#indexedDB = indexedDB
  }

  async load(name) {
    const kept = await this.#run('readonly', feeds => feeds.get(name))
    return kept && Date.now() - kept.at < KEPT_MILLIS ? kept.value : null
  }

  save(name, value) {
    return this.#run('readwrite', feeds => feeds.put({ at: Date.now(), value }, name))
  }

  delete(name) {
    return this.#run('readwrite', feeds => feeds.delete(name))
  }

  async #run(mode, work) {
    try {
      this.#database ??= this.#open()
      const feeds = (await this.#database).transaction(FEEDS, mode).objectStore(FEEDS)
      return await done(work(feeds))
    } catch {
      return undefined
    }
  }

  async #open() {
    const request = this.#indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(FEEDS)
    const database = await done(request)
    // A page that needs another version, or none, waits for nobody.
    database.onversionchange = () => {
      database.close()
      this.#database = null
    }
    return database
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
