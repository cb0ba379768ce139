import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

const DAYS = 700
const PROCESSES = 2
const seed = Math.floor(Math.random() * 1_000_000_000)

test(`after ${DAYS} bad days, from seed ${seed}, every client's feed is the server's`, async () => {
  const each = DAYS / PROCESSES
  const program = new URL('bad-days.js', import.meta.url).pathname
  const runs = Array.from({ length: PROCESSES }, (_, i) =>
    promisify(execFile)(process.execPath, [program, `${seed + i * each}`, `${each}`]).catch(error => assert.fail(error.stderr)),
  )
  await Promise.all(runs)
})
