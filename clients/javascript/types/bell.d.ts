import type { Tidings } from './index.js'

/** Every string of the bell. Where something depends on a number it is a function of it. */
export interface Strings {
  label(unread: number): string
  title: string
  loading: string
  empty: string
  more: string
  readAll: string
  close: string
  markRead: string
  markUnread: string
  archive: string
  archived: string
  undo: string
  unread: string
  critical: string
  offline: string
  stopped: string
  failed: string
  fresh(count: number): string
  arrived(count: number): string
}

/** A bell with a badge, and a panel with the feed: `<tidings-bell>`. */
export class TidingsBell extends HTMLElement {
  /** What it shows the feed of. Set by the page. */
  client: Tidings | null
  /** Replaces some of the strings, or all. */
  strings: Partial<Strings>
  readonly isOpen: boolean
  open(): void
  close(): void
}

declare global {
  interface HTMLElementTagNameMap {
    'tidings-bell': TidingsBell
  }
  interface HTMLElementEventMap {
    /** A notification's link was followed. Prevent it to go there yourself. */
    'tidings-navigate': CustomEvent<{ url: string; item: import('./index.js').Item }>
  }
}
