import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { z } from 'zod'
import { definitions } from '../../domain/events.ts'
import type { AnyDefinition } from '../../domain/shared/decode.ts'
import { defineEvent, version } from '../../domain/shared/event.ts'
import { additionsTo } from './additions.ts'
import { addEntry, catalogueFolder, readCatalogue } from './catalogue.ts'
import { digestOf, type Entry } from './entry.ts'
import { inspect, type Definitions } from './inspect.ts'

t.test('every version ever written is read by today’s code', async (t) => {
  t.strictSame(inspect(definitions, readCatalogue(catalogueFolder)), [], 'else: npm run census')
})

t.test('every event that is defined anywhere is registered', async (t) => {
  const domain = new URL('../../domain/', import.meta.url)
  const files = readdirSync(domain, { recursive: true }).map(String)
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const defined = sources.flatMap((file) => {
    const source = readFileSync(new URL(file, domain), 'utf8')
    return [...source.matchAll(/defineEvent\(\s*'(\w+)'/g)].map(([, type = '']) => type)
  })
  t.strictSame(defined.sort(), [...definitions.keys()].sort())
})

const First = z.strictObject({ cents: z.int().min(0) })
const Second = z.strictObject({ cents: z.int().min(0), asset: z.string() })
const first = defineEvent('Priced', 1, First)
const second = (upcast: (data: z.output<typeof First>) => unknown) =>
  defineEvent('Priced', 2, Second, { earlier: [version(First, upcast)] })
const inDollars = second(({ cents }) => ({ cents, asset: 'USD' }))

const only = (...all: readonly AnyDefinition[]): Definitions =>
  new Map(all.map((definition) => [definition.type, definition]))
const written = (...all: readonly AnyDefinition[]): readonly Entry[] =>
  additionsTo([], only(...all)).entries
const problems = (today: Definitions, catalogue: readonly Entry[]) =>
  inspect(today, catalogue).map(({ name, problem }) => `${name} ${problem}`)

t.test('a new version with its upcaster is an addition', async (t) => {
  const before = written(first)
  t.strictSame(problems(only(inDollars), before), ['Priced@2 not-catalogued'])
  const { entries } = additionsTo(before, only(inDollars))
  t.match(entries, [{ type: 'Priced', version: 2, example: { cents: 1, asset: 'text' } }])
  t.strictSame(problems(only(inDollars), [...before, ...entries]), [])
})

t.test('what would lose the past is found', async (t) => {
  const catalogue = written(inDollars)
  t.test('a type that is written without being catalogued', async (t) => {
    const other = defineEvent('Other', 1, z.strictObject({}))
    t.strictSame(problems(only(inDollars, other), catalogue), ['Other@1 not-catalogued'])
  })
  t.test('a contract that was edited in place', async (t) => {
    const stricter = defineEvent('Priced', 1, z.strictObject({ cents: z.int().min(5) }))
    t.strictSame(problems(only(stricter), written(first)), [
      'Priced@1 contract-changed',
      'Priced@1 unreadable',
    ])
    const looser = defineEvent('Priced', 1, z.strictObject({ cents: z.int() }))
    t.strictSame(problems(only(looser), written(first)), ['Priced@1 contract-changed'])
  })
  t.test('an upcaster that makes what today’s contract forbids', async (t) => {
    const broken = second(({ cents }) => ({ cents: -cents, asset: 'USD' }))
    t.strictSame(problems(only(broken), catalogue), ['Priced@1 unreadable'])
  })
  t.test('an upcaster that throws', async (t) => {
    const broken = second(() => {
      throw new Error('not mine')
    })
    t.match(inspect(only(broken), catalogue), [{ name: 'Priced@1', detail: 'not mine' }])
  })
  t.test('a refinement that the schema does not show', async (t) => {
    const even = First.refine(({ cents }) => cents % 2 === 0)
    const refined = defineEvent('Priced', 1, even)
    t.strictSame(problems(only(refined), written(first)), ['Priced@1 unreadable'])
  })
  t.test('a version that vanished, with its type or alone', async (t) => {
    t.strictSame(problems(only(), written(first)), ['Priced@1 vanished'])
    t.strictSame(problems(only(first), catalogue), ['Priced@2 vanished'])
  })
  t.test('an entry that was edited by hand', async (t) => {
    const edited = catalogue.map((entry) => ({ ...entry, example: { cents: 2, asset: 'USD' } }))
    t.strictSame(problems(only(inDollars), edited), [
      'Priced@1 entry-edited',
      'Priced@2 entry-edited',
    ])
  })
})

t.test('the catalogue grows, and never changes', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-census-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  const folder = pathToFileURL(`${directory}/`)
  const [entry] = written(first)
  if (entry === undefined) throw new Error('nothing was written')
  addEntry(folder, entry)
  t.strictSame(readCatalogue(folder), [entry])
  t.strictSame(additionsTo(readCatalogue(folder), only(first)).entries, [])
  const example = { cents: 7 }
  const other = { ...entry, example, digest: digestOf({ ...entry, example }) }
  t.throws(() => addEntry(folder, other), { code: 'EEXIST' })
  writeFileSync(new URL('Another.1.json', folder), JSON.stringify(entry))
  t.throws(() => readCatalogue(folder), /Another.1.json holds Priced.1.json/)
})
