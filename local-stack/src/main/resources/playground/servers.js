const REFRESH_MILLIS = 1_000

const edges = document.getElementById('edges')
const services = document.getElementById('services')
const health = document.getElementById('health')
const rows = new Map()

/** Shows the processes of the stack as they are, and lets the edges be killed and started. */
export async function showServers() {
  let processes = []
  try {
    processes = (await (await fetch('/playground/status')).json()).processes
  } catch {
    // The front door itself is gone.
  }
  for (const process of processes) show(process)
  const down = processes.filter(process => process.state !== 'ready')
  tell(health, !processes.length ? 'bad' : down.length ? 'wait' : 'good', healthOf(processes, down))
  setTimeout(showServers, REFRESH_MILLIS)
}

function healthOf(processes, down) {
  if (!processes.length) return 'The stack is not running'
  return down.length ? `${down.map(process => process.name).join(', ')} ${down.length > 1 ? 'are' : 'is'} not ready` : 'Everything is running'
}

/** Only where it says something else: it is read out. */
function tell(element, kind, text) {
  element.className = `health ${kind}`
  if (element.textContent !== text) element.textContent = text
}

function show({ name, state }) {
  const row = rows.get(name) ?? add(name)
  row.state.className = `state ${{ ready: 'good', starting: 'wait' }[state] ?? 'bad'}`
  row.state.textContent = name
  row.state.title = state
  if (!row.button || row.button.disabled) return
  const isUp = state === 'ready'
  row.button.textContent = isUp ? 'Kill' : state === 'starting' ? 'Starting …' : 'Start'
  row.button.setAttribute('aria-label', `${isUp ? 'Kill' : 'Start'} ${name}`)
  row.button.className = isUp ? 'kill' : ''
  row.action = isUp ? 'kill' : 'start'
}

function add(name) {
  const item = document.createElement('li')
  const row = { state: document.createElement('span'), button: null, action: null }
  item.append(row.state)
  const isEdge = name.startsWith('realtime-edge')
  if (isEdge) {
    row.button = document.createElement('button')
    row.button.type = 'button'
    row.button.onclick = () => act(row, name)
    item.append(row.button)
  }
  ;(isEdge ? edges : services).append(item)
  rows.set(name, row)
  return row
}

async function act(row, name) {
  row.button.disabled = true
  try {
    // The header is what another page can't send: the front door wants to see it.
    await fetch(`/playground/edges/${name}/${row.action}`, { method: 'POST', headers: { 'X-Tidings-Playground': 'yes' } })
  } finally {
    row.button.disabled = false
  }
}
