import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { z } from 'zod'
import { commandNames } from '../../ops/docs/cli-page.ts'
import { storeVariables } from '../../ops/embedded/event-store/settings.ts'
import { variableNames } from '../../platform/config/schema.ts'
import { documents, root } from './documents.ts'
import { anchorsOf, linksOf } from './markdown.ts'

const Package = z.object({ scripts: z.record(z.string(), z.string()) })
const { scripts } = Package.parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')))
const all = documents()

t.test('links lead somewhere', async (t) => {
  let checked = 0
  for (const { path, text } of all)
    for (const { target, line } of linksOf(text)) {
      if (/^[a-z]+:/.test(target)) continue
      checked += 1
      const at = `${path}:${line} ${target}`
      const [file = '', anchor] = target.split('#')
      const url = file === '' ? new URL(path, root) : new URL(file, new URL(path, root))
      if (!existsSync(url)) t.fail(`${at}: no such file`)
      else if (anchor !== undefined)
        t.ok(anchorsOf(readFileSync(url, 'utf8')).has(anchor), `${at}: no such heading`)
    }
  t.ok(checked > 40, `${checked} links`)
})

t.test('every page is found from the index', async (t) => {
  const index = all.find(({ path }) => path === 'docs/README.md')
  const linked = new Set(
    linksOf(index?.text ?? '').map(
      ({ target }) => new URL(target, new URL('docs/', root)).pathname,
    ),
  )
  const pages = all.filter(({ path }) =>
    /^docs\/(?:tutorial|how-to|reference|explanation)\//.test(path),
  )
  for (const { path } of pages) t.ok(linked.has(new URL(path, root).pathname), path)
})

t.test('commands that are named exist', async (t) => {
  const names = commandNames()
  for (const { path, text } of all) {
    for (const [, name = ''] of text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g))
      t.ok(name in scripts, `${path}: npm run ${name}`)
    const calls = text.matchAll(
      /(?:\bqhub --|`qhub|dist\/ops\/cli\/main\.js) ((?:[a-z]+)(?: [a-z]+(?:-[a-z]+)*)?)/g,
    )
    for (const [, call = ''] of calls)
      t.ok(
        names.some((name) => `qhub ${call} `.startsWith(`${name} `)),
        `${path}: qhub ${call}`,
      )
  }
})

t.test('settings that are named exist', async (t) => {
  const others = ['QHUB_SHARED_DATA', ...storeVariables]
  const known: readonly string[] = [...variableNames, ...others]
  for (const { path, text } of all)
    for (const [name] of text.matchAll(/\bQHUB_[A-Z][A-Z_]*[A-Z]\b/g))
      t.ok(known.includes(name), `${path}: ${name}`)
})

t.test('anchors and links are read as they are shown', async (t) => {
  const text =
    '# One `two`: three\n## One\n```sh\n# not a heading [x](y)\n```\n## One\n[a](b.md#c) `[d](e)`\n'
  t.same([...anchorsOf(text)], ['one-two-three', 'one', 'one-1'])
  t.same(linksOf(text), [{ target: 'b.md#c', line: 7 }])
})
