import { readFile } from 'node:fs/promises'
import t from 'tap'
import { hubFlags } from './hub-flags.ts'

const textOf = (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

t.test('a hub is started with the same flags everywhere', async (t) => {
  const flags = hubFlags.join(' ')
  t.match(await textOf('package.json'), `"start": "node ${flags} --import=tsx`)
  t.match(
    await textOf('docs/how-to/run-on-real-servers.md'),
    `node ${flags} dist/ops/cli/main.js start`,
  )
})
