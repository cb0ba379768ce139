/**
 * Bundles what a page loads into `dist/`, and says what it weighs: `node build.js`. The sources run in a browser as they
 * are; bundles are for who wants one file, and for knowing the size.
 */
import { build } from 'esbuild'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const here = fileURLToPath(new URL('.', import.meta.url))

const ENTRIES = {
  client: `export * from './src/index.js'`,
  'client-and-bell': `export * from './src/index.js'; export * from './src/bell/index.js'`,
}

/** Names of members that never leave a bundle: neither the page, nor the server, nor another tab says them. */
const OURS = `
  positions offsets covers reaches enter isLeader heardAt isHeard isConfirmed isProbe needsReload
  isWanted onGap recallMillis recall remember broadcast isAsked asked answered adopt restart
  inherit renew forget receive replay refused lead hear wake socket silent
  heard restore dump cancel watch closed begin confirm view gap other post
  leave online ways after hide tokens call apply count
`

/**
 * The minified files of an entry, the first of them what is loaded at once; the others are loaded by the few pages whose
 * network lets no WebSocket through.
 */
async function bundle(name, contents) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    stdin: { contents, resolveDir: here, sourcefile: `${name}.js` },
    entryNames: name,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    minify: true,
    mangleProps: new RegExp(`^(${OURS.trim().split(/\s+/).join('|')})$`),
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles.sort(file => (basename(file.path) === `${name}.js` ? -1 : 1))
}

/** Bytes of what an entry loads at once, compressed; and of all that it may ever load. */
export async function weigh(name, contents = ENTRIES[name]) {
  const files = await bundle(name, contents)
  const brotli = files.map(file => brotliCompressSync(file.contents).length)
  return {
    brotli: brotli[0],
    gzip: gzipSync(files[0].contents, { level: 9 }).length,
    everything: brotli.reduce((a, b) => a + b),
  }
}

async function main() {
  await mkdir(join(here, 'dist'), { recursive: true })
  for (const [name, contents] of Object.entries(ENTRIES)) {
    for (const file of await bundle(name, contents)) await writeFile(file.path, file.contents)
    const { brotli, gzip, everything } = await weigh(name)
    console.log(`${name}: ${brotli} bytes with brotli (${gzip} with gzip); with the ways for a blocked WebSocket ${everything}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
