import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { idOf, revisionOf, streamOf } from '../store/record.ts'
import { verifyStore } from '../../../store/verify.ts'
import { isHidden } from './hidden.ts'
import { openNode, type EventStoreNode } from './node.ts'
import type { ProposedEvent } from './outcome.ts'
import { findStream, readStreamForwards } from './read-stream.ts'

t.setTimeout(120_000)
const root = mkdtempSync(join(tmpdir(), 'qhub-scavenge-'))
t.teardown(() => rmSync(root, { recursive: true, force: true }))

const any = { kind: 'any' } as const
const proposed = (type = 'T', data = 'x'.repeat(100)): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: Buffer.alloc(0),
  data: Buffer.from(data),
})
const names = Array.from({ length: 8 }, (_, i) => `s-${i}`)
const all = [...names, ...names.map((name) => `$$${name}`)]

const read = (node: EventStoreNode, stream: string): readonly string[] => {
  const found = findStream(node.streams, stream)
  if (found.kind !== 'found') return [found.kind]
  const entries = readStreamForwards(node.log, found.state, 'start', node.now())
  return Array.from(
    entries,
    ({ bytes, position }) => `${revisionOf(bytes)} ${position} ${idOf(bytes)}`,
  )
}
const visible = (node: EventStoreNode): readonly unknown[] =>
  all.map((stream) => read(node, stream))
const logOf = (node: EventStoreNode): readonly string[] =>
  node.log.forwards(0, 1_000_000).map(({ position, bytes }) => `${position} ${idOf(bytes)}`)

const change = fc.record({
  stream: fc.constantFrom(...names),
  do: fc.constantFrom(
    'append',
    'append',
    'append',
    'count',
    'age',
    'cut',
    'delete',
    'end',
    'later',
    'scavenge',
  ),
  n: fc.integer({ min: 1, max: 5 }),
})

const scavenge = (node: EventStoreNode, onChunk: () => void = () => undefined): Promise<void> =>
  node.log.scavenge({
    isKept: (entry) => !isHidden(node.streams, entry, node.now()),
    signal: new AbortController().signal,
    onChunk,
  })

t.test('a scavenge takes what nobody sees, and nothing else, wherever it is killed', async (t) => {
  let removed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 60 }), async (changes) => {
      let now = 1_000_000
      const directory = mkdtempSync(join(root, 'run-'))
      const node = openNode(directory, { now: () => now })
      for (const { do: what, stream, n } of changes) {
        const metadata = (data: object) =>
          node.writer.append(`$$${stream}`, [proposed('$metadata', JSON.stringify(data))], any)
        if (what === 'append')
          await node.writer.append(
            stream,
            Array.from({ length: n }, () => proposed()),
            any,
          )
        else if (what === 'count') await metadata({ $maxCount: n })
        else if (what === 'age') await metadata({ $maxAge: n })
        else if (what === 'cut') await metadata({ $tb: n })
        else if (what === 'delete') await node.writer.softDelete(stream, any)
        else if (what === 'end' && n === 5) await node.writer.tombstone(stream, any)
        else if (what === 'later') now += 1_500
        else if (what === 'scavenge') await scavenge(node)
      }
      const before = { visible: visible(node), log: logOf(node) }
      const copies: string[] = []
      const copy = (): void => {
        const to = mkdtempSync(join(root, 'killed-'))
        cpSync(directory, to, { recursive: true })
        copies.push(to)
      }
      const during: string[] = []
      const writing = (async () => {
        for (let i = 0; i < 5; i++) {
          const event = proposed()
          await node.writer.append('other', [event], any)
          during.push(event.id)
          t.same(visible(node), before.visible)
          copy()
        }
      })()
      await Promise.all([scavenge(node, copy), writing])
      t.same(visible(node), before.visible)
      const after = logOf(node).filter((line) => !during.some((id) => line.endsWith(id)))
      const kept = new Set(before.log)
      t.ok(after.every((line) => kept.has(line)))
      removed += before.log.length - after.length
      // What is still there is seen by somebody, or a stream's last, or ends one.
      for (const { bytes, position } of node.log.forwards(0, 1_000_000)) {
        const stream = streamOf(bytes)
        const found = findStream(node.streams, stream)
        if (found.kind !== 'found' || revisionOf(bytes) >= found.state.last) continue
        t.ok(read(node, stream).some((line) => line.includes(` ${position} `)))
      }
      await node.close()
      await verifyStore(directory, () => undefined)
      for (const killed of copies) {
        const again = openNode(killed, { now: () => now })
        t.same(visible(again), before.visible)
        await again.close()
        await verifyStore(killed, () => undefined)
        rmSync(killed, { recursive: true })
      }
      rmSync(directory, { recursive: true })
    }),
    { numRuns: 12 },
  )
  t.ok(removed > 0, `${removed} events were taken`)
})
