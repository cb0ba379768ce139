/** A value that can be watched. What it holds is never altered, only replaced: fit for React's `useSyncExternalStore`. */
export interface Signal<T> {
  readonly value: T
  /** Calls at once and after each change; returns what ends it. */
  subscribe(listener: (value: T) => void): () => void
}

export interface Action {
  readonly label: string
  readonly url: string
}

export interface Item {
  readonly id: string
  readonly channel: string
  readonly offset: number
  readonly type?: string
  readonly category?: string | null
  readonly title: string
  readonly body?: string | null
  readonly url?: string | null
  readonly icon?: string | null
  readonly actions?: readonly Action[]
  readonly group?: string | null
  readonly priority?: 'low' | 'normal' | 'high' | 'critical'
  readonly createdAt: string
  readonly expiresAt?: string | null
  readonly seen: boolean
  readonly read: boolean
  readonly archived: boolean
  readonly data?: unknown
}

export interface Counters {
  readonly unread: number
  readonly unseen: number
  /** The unread of each category that has any. */
  readonly byCategory: Readonly<Record<string, number>>
}

export interface FeedValue {
  /** Newest first, without the archived and the expired. */
  readonly items: readonly Item[]
  readonly counters: Counters
  /** Older ones can be had by `more`. */
  readonly hasMore: boolean
  /** False until there is something to show: from the server, another tab, or the last visit. */
  readonly isLoaded: boolean
  /** It may not be the newest: there is no connection, or something was missed that is being loaded. */
  readonly isStale: boolean
}

/** Changes show at once, and are undone where the server refuses them: then the promise fails with a TidingsError. */
export interface Feed extends Signal<FeedValue> {
  more(): Promise<void>
  /** Loads the newest page anew. Hardly ever needed. */
  load(): Promise<void>
  read(id: string): Promise<void>
  unread(id: string): Promise<void>
  archive(id: string): Promise<void>
  unarchive(id: string): Promise<void>
  /** All that is shown, or these; nothing that comes later. */
  readAll(options?: { category?: string; items?: readonly Item[] }): Promise<void>
  /** What was really looked at. Seen is not read. */
  seen(items?: readonly Item[]): Promise<void>
  /** Calls with what just came: not with what was loaded, or missed and replayed. */
  onArrival(listener: (item: Item) => void): () => void
}

export interface Status {
  readonly state: 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped'
  readonly way: 'websocket' | 'event-stream' | 'long-poll' | null
  /** Why it stopped: `revoked`, `refused`; or why it waits: `token`. */
  readonly reason: string | null
}

/** A CloudEvent. */
export interface ChannelEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly time?: string
  readonly data?: unknown
}

export interface Member {
  readonly user: string
  readonly info?: unknown
}

export interface Channel {
  readonly name: string
  /** Who is there, on a presence channel. */
  readonly members: Signal<readonly Member[]>
  /** Calls with each event, once and in order. */
  onEvent(listener: (event: ChannelEvent, at: { offset: number; isLive: boolean }) => void): () => void
  /** Events were missed that can't be had any more: load anew what was built of them. */
  onReset(listener: (reason: string) => void): () => void
  onRefused(listener: (code: string) => void): () => void
  /** Needs a WebSocket. Resolves with the offset when the log has it. */
  publish(event: string, data?: unknown): Promise<number>
  close(): void
}

export interface Options {
  /** Where the service is: `https://tidings.example.com`. */
  url: string | URL
  /** A connection token for the present user, from your own backend. Called whenever a new one is needed, once at a time. */
  token: () => Promise<string>
  /** The token's user. Named, the last feed is there before there is a network. */
  user?: string
  /** One connection for all tabs; true unless said otherwise. */
  tabs?: boolean
  /** Keeps the last feed in the browser; true unless said otherwise. */
  store?: boolean
  fetch?: typeof fetch
  WebSocket?: typeof WebSocket
}

export class Tidings {
  constructor(options: Options)
  readonly status: Signal<Status>
  feed(): Feed
  /** Events from now on. `grant` gives a token for a channel that the connection's token doesn't cover. */
  channel(name: string, options?: { grant?: () => Promise<string> }): Channel
  /** Connects, or goes on after `close` or after the server ended it. Asking for a feed or a channel connects too. */
  connect(): void
  close(): void
  /** Closes, and forgets what this browser keeps of the user. */
  signOut(): Promise<void>
}

/** What the server answered, where that is no success. */
export class TidingsError extends Error {
  readonly status: number
  /** The contract's problem code. */
  readonly code?: string
}
