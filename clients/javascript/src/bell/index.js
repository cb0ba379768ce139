import { TidingsBell } from './bell.js'

export { TidingsBell }

customElements.get('tidings-bell') ?? customElements.define('tidings-bell', TidingsBell)
