import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { openNode, type EventStoreNode } from '../core/node.ts'
import { findStream, readStreamForwards } from '../core/read-stream.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { StoreDamaged } from './damage.ts'
import { idOf } from './record.ts'

t.setTimeout(120_000)
const root = mkdtempSync(join(tmpdir(), 'qhub-damage-'))
t.teardown(() => rmSync(root, { recursive: true, force: true }))

let ids = 0
const proposed = (type = 'T', data = 'x'.repeat(ids % 700)): ProposedEvent => ({
  id: `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
  type,
  contentType: 'application/json',
  metadata: Buffer.alloc(0),
  data: Buffer.from(data),
})

const streams = Array.from({ length: 40 }, (_, i) => `stream-${i}`)

/** A store with appends, batches, deletes and a scavenge behind it. */
const fill = async (node: EventStoreNode): Promise<void> => {
  const any = { kind: 'any' } as const
  for (let round = 0; round < 12; round++) {
    await Promise.all(
      streams.map((stream, i) =>
        node.writer.append(
          stream,
          Array.from({ length: 1 + (i % 5) }, () => proposed()),
          any,
        ),
      ),
    )
    if (round === 6) {
      await node.writer.append('$$stream-1', [proposed('$metadata', '{"$maxCount":3}')], any)
      await node.writer.softDelete('stream-2', any)
      await node.writer.tombstone('stream-3', any)
      await node.log.scavenge({
        isKept: ({ position }) => position % 7 !== 0,
        signal: new AbortController().signal,
      })
    }
  }
}

/** All that a reader can find: the log, and every stream. Throws what a reader would be told. */
const contentOf = (node: EventStoreNode): readonly string[] => [
  ...node.log.forwards(0, 1_000_000).map(({ bytes }) => idOf(bytes)),
  ...[...streams].flatMap((stream) => {
    const found = findStream(node.streams, stream)
    if (found.kind !== 'found') return [`${stream} ${found.kind}`]
    const entries = readStreamForwards(node.log, found.state, 'start', node.now())
    return Array.from(entries, ({ bytes }) => `${stream} ${idOf(bytes)}`)
  }),
]

const clean = join(root, 'clean')
const killed = join(root, 'killed')
cpSync(mkdtempSync(join(root, 'empty-')), clean, { recursive: true })
const first = openNode(clean)
await fill(first)
const content = contentOf(first)
// What a kill leaves behind is what is in the files at that moment.
cpSync(clean, killed, { recursive: true })
await first.close()

const dataFiles = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => /^(chunk-|index\.mdb$|writer\.chk$)/.test(name))

type Harm = (file: string, at: number) => void
const flip: Harm = (file, at) => {
  const bytes = readFileSync(file)
  const i = at % bytes.length
  bytes[i] = (bytes[i] ?? 0) ^ (1 << (at % 8))
  writeFileSync(file, bytes)
}
const tear: Harm = (file, at) => {
  const bytes = readFileSync(file)
  const page = Math.floor((at % bytes.length) / 4096) * 4096
  bytes.fill(0, page, Math.min(bytes.length, page + 4096))
  writeFileSync(file, bytes)
}
const shorten: Harm = (file, at) => truncateSync(file, at % statSync(file).size)
const remove: Harm = (file) => rmSync(file)

const outcomeOf = async (directory: string): Promise<'same' | 'told' | 'other'> => {
  let node: EventStoreNode | undefined
  try {
    node = openNode(directory)
    const found = contentOf(node)
    return found.length === content.length && found.every((x, i) => x === content[i])
      ? 'same'
      : 'other'
  } catch (error) {
    if (!(error instanceof StoreDamaged)) throw error
    return /qhub store (restore|repair)/.test(error.message) ? 'told' : 'other'
  } finally {
    await node?.close()
  }
}

for (const [what, harm, runs] of [
  ['a flipped bit', flip, 120],
  ['a page of zeros', tear, 40],
  ['a file cut short', shorten, 40],
  ['a file that is gone', remove, 12],
] as const) {
  t.test(`${what} is harmless or told at the start, and never served`, async (t) => {
    const seen = { same: 0, told: 0, other: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(clean, killed),
        fc.nat(),
        fc.nat(),
        async (from, which, at) => {
          const directory = mkdtempSync(join(root, 'harmed-'))
          cpSync(from, directory, { recursive: true })
          const files = dataFiles(directory)
          harm(join(directory, files[which % files.length] ?? ''), at)
          const outcome = await outcomeOf(directory)
          rmSync(directory, { recursive: true })
          seen[outcome]++
          return outcome !== 'other'
        },
      ),
      { numRuns: runs },
    )
    t.comment(JSON.stringify(seen))
    t.equal(seen.other, 0)
    t.ok(seen.told > 0)
  })
}

t.test('every byte of the log is covered', async (t) => {
  for (const name of dataFiles(clean).filter((file) => file.startsWith('chunk-'))) {
    const { size } = statSync(join(clean, name))
    for (let at = 0; at < size; at += 19_997) {
      const directory = mkdtempSync(join(root, 'harmed-'))
      cpSync(clean, directory, { recursive: true })
      flip(join(directory, name), at)
      t.equal(await outcomeOf(directory), 'told', `${name} at ${at}`)
      rmSync(directory, { recursive: true })
    }
  }
})

t.test('what is damaged while the store is open is not handed out either', async (t) => {
  const directory = mkdtempSync(join(root, 'open-'))
  cpSync(clean, directory, { recursive: true })
  const node = openNode(directory)
  const [damaged] = node.log.forwards(0, 5).slice(-1)
  const chunk = dataFiles(directory).find((name) => name.startsWith('chunk-')) ?? ''
  const bytes = readFileSync(join(directory, chunk))
  const at = bytes.indexOf(damaged!.bytes.subarray(108))
  flip(join(directory, chunk), at + 3)
  t.throws(() => node.log.forwards(damaged!.position, 1), { code: 'store-damaged' })
  t.throws(() => contentOf(node), { code: 'store-damaged' })
  t.equal(node.log.forwards(0, 100).length, 4, 'what stands before it is')
  await node.close()
})

t.test('an append that was cut short was never acknowledged, and goes', async (t) => {
  const directory = mkdtempSync(join(root, 'torn-'))
  cpSync(killed, directory, { recursive: true })
  const active =
    dataFiles(directory)
      .filter((name) => name.startsWith('chunk-'))
      .at(-1) ?? ''
  const whole = readFileSync(join(directory, active))
  // The beginning of another append behind what was acknowledged.
  writeFileSync(join(directory, active), Buffer.concat([whole, whole.subarray(64, 64 + 300)]))
  t.equal(await outcomeOf(directory), 'same')
  const node = openNode(directory)
  t.equal((await node.writer.append('later', [proposed()], { kind: 'any' })).kind, 'appended')
  await node.close()
  const again = openNode(directory)
  t.equal(findStream(again.streams, 'later').kind, 'found')
  await again.close()
})
