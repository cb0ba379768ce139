import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weigh } from '../build.js'

const KB = 1024

// What a page loads at once, minified and compressed: with brotli, as it is served; and as gzip it must not grow unseen.
for (const [name, limit, gzipLimit] of [['client', 8 * KB, 9 * KB], ['client-and-bell', 16 * KB, 16 * KB]]) {
  test(`${name} weighs less than ${limit / KB} KB, and ${gzipLimit / KB} KB with gzip`, async () => {
    const { brotli, gzip, everything } = await weigh(name)
    console.log(`${name}: ${brotli} bytes with brotli, ${gzip} with gzip; ${everything} with the ways for a blocked WebSocket`)
    assert.ok(brotli < limit, `${brotli}`)
    assert.ok(gzip < gzipLimit, `${gzip}`)
  })
}

test('what is not used is not loaded', async () => {
  const { brotli } = await weigh('error-only', `export { TidingsError } from './src/index.js'`)
  assert.ok(brotli < KB / 2, `${brotli}`)
})
