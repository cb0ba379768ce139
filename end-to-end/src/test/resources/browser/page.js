import { Tidings } from '/playground/client/index.js'
import '/playground/client/bell/index.js'

const user = new URLSearchParams(location.search).get('user')
const tidings = new Tidings({ url: location.origin, user, token: () => connectionToken(user) })
const bell = document.querySelector('tidings-bell')
const watch = role => {
  const region = bell.shadowRoot.querySelector(`[role=${role}]`)
  new MutationObserver(() => announced.push(region.textContent.trim())).observe(region, { childList: true, characterData: true, subtree: true })
}

window.announced = []
watch('status')
watch('alert')
bell.client = tidings
window.arrived = []
tidings.feed().onArrival(item => arrived.push(item.title))
window.tidings = tidings
