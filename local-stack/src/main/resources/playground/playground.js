import { backend } from './backend.js'
import { Device } from './device.js'
import { FrameLog } from './frame-log.js'
import { showServers } from './servers.js'

const log = new FrameLog(document.getElementById('log'), document.querySelector('.filters'))
document.getElementById('clear').onclick = () => log.clear()

for (const [name, label] of [['laptop', 'Ann’s laptop'], ['phone', 'Ann’s phone']]) {
  new Device(document.querySelector(`[data-device=${name}]`), name, label, log)
}
showServers()

const form = document.getElementById('send')
const answer = document.getElementById('answer')

async function send(title) {
  const { to, body, priority } = Object.fromEntries(new FormData(form))
  const notification = { to: RECIPIENTS[to], type: 'playground', title, priority, ...(body && { body }) }
  try {
    const { positions } = await backend.notify(notification)
    answer.textContent = `Accepted: the log has it at ${positions.map(({ channel, offset }) => `${channel} ~${offset}`).join(', ')}.`
  } catch (error) {
    answer.textContent = `Not accepted: ${error.message}`
  }
}

const RECIPIENTS = { user: { users: ['ann'] }, everyone: { everyone: true }, channel: { channel: 'public:news' } }

form.onsubmit = event => {
  event.preventDefault()
  send(form.title.value)
}

document.getElementById('burst').onclick = async event => {
  event.target.disabled = true
  for (let i = 1; i <= 10; i++) await send(`${form.title.value} (${i} of 10)`)
  event.target.disabled = false
}
