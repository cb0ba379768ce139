const SHORTEST_SECONDS = 0.5
const LONGEST_SECONDS = 30

/** Full jitter: anywhere between at once and a ceiling that doubles with each failure. Milliseconds. */
export function backoff({ random }, failures) {
  return random() * Math.min(LONGEST_SECONDS, SHORTEST_SECONDS * 2 ** Math.min(failures, 10)) * 1000
}

/** Waits so long. */
export function pause(world, failures) {
  return new Promise(again => world.after(backoff(world, failures), again))
}
