import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as client from '../src/index.js'
import { Channel } from '../src/channel.js'
import { Feed } from '../src/feed.js'

const here = path => fileURLToPath(new URL(path, import.meta.url))

test('a strict TypeScript page compiles with the declarations, and its mistakes do not', async () => {
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
  await promisify(execFile)(here('../node_modules/.bin/tsc'), [...options, here('types/page.ts')]).catch(error => assert.fail(error.stdout))
})

test('what is declared is there', async () => {
  const declared = await readFile(here('../types/index.d.ts'), 'utf8')
  for (const [name, value] of Object.entries({ Tidings: client.Tidings, Feed, Channel })) {
    const body = declared.match(new RegExp(`(?:class|interface) ${name} [^{]*{([^]*?)\\n}`))[1]
    for (const [, method] of body.matchAll(/^ {2}(\w+)\(/gm)) {
      assert.equal(typeof value.prototype[method], 'function', `${name}.${method}`)
    }
  }
  assert.deepEqual(Object.keys(client).sort(), [...declared.matchAll(/^export class (\w+)/gm)].map(match => match[1]).sort())
})
