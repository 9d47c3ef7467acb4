import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../../platform/event-store/errors.ts'
import type { EventStore, NewEvent } from '../../../platform/event-store/types.ts'
import { verifyStore } from '../../store/verify.ts'
import { startEventStore } from './start.ts'

/** What a stream's history says can be read of it. */
type Model = {
  readonly ids: readonly string[]
  readonly from: number
  readonly maxCount?: number
  readonly deleted: boolean
  readonly ended: boolean
}
const nothing: Model = { ids: [], from: 0, deleted: false, ended: false }

const visible = ({ ids, from, maxCount, deleted, ended }: Model): readonly string[] =>
  deleted || ended
    ? []
    : ids.slice(Math.max(from, maxCount === undefined ? 0 : ids.length - maxCount))

type Change =
  | { readonly kind: 'append'; readonly ids: readonly string[] }
  | { readonly kind: 'keep'; readonly maxCount: number }
  | { readonly kind: 'delete' | 'end' }

const after = (model: Model, change: Change): Model => {
  const { ids, ended } = model
  switch (change.kind) {
    case 'append':
      return { ...model, ids: [...ids, ...change.ids], deleted: false }
    case 'keep':
      // Metadata replaces what was there before, but for where a deleted stream begins again.
      return {
        ids,
        from: model.deleted ? ids.length : 0,
        maxCount: change.maxCount,
        deleted: false,
        ended,
      }
    case 'delete':
      return { ids, from: ids.length, deleted: true, ended }
    case 'end':
      return { ...model, ended: true }
  }
}

const event = (id: string): NewEvent => ({
  id,
  type: 'Counted',
  data: { text: 'x'.repeat(50) },
  metadata: {
    $correlationId: 'crash',
    $causationId: 'crash',
    commandId: 'crash',
    inputHash: 'crash',
    actor: { kind: 'system', id: 'crash' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    schema: 1,
  },
})

const carryOut = async (
  store: EventStore,
  stream: string,
  { ids }: Model,
  change: Change,
): Promise<void> => {
  switch (change.kind) {
    case 'append': {
      const expected = ids.length === 0 ? 'no-stream' : BigInt(ids.length - 1)
      const { kind } = await store.append(stream, change.ids.map(event), expected)
      if (kind !== 'appended') throw new Error(`${stream}: ${kind}`)
      return
    }
    case 'keep':
      return store.setStreamRetention(stream, { maxCount: change.maxCount })
    case 'delete':
      return store.deleteStream(stream)
    case 'end':
      return store.tombstoneStream(stream)
  }
}

/** What a writer does next; only an event can begin a stream. */
const draw = (random: () => number, { ids, deleted }: Model): Change => {
  const roll = random()
  if (ids.length === 0 || roll < 0.7) {
    return {
      kind: 'append',
      ids: Array.from({ length: 1 + Math.floor(random() * 6) }, () => randomUUID()),
    }
  }
  // Metadata for a deleted stream says one thing the first time and another the second: it can't be repeated.
  if (roll < 0.85 && !deleted) return { kind: 'keep', maxCount: 1 + Math.floor(random() * 8) }
  return roll < 0.98 ? { kind: 'delete' } : { kind: 'end' }
}

const isLost = (error: unknown): boolean =>
  error instanceof AppendUncertain || error instanceof EventStoreUnavailable

/** A seeded sequence (mulberry32). */
const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Writer = { model: Model; pending: Change | undefined }

const idsIn = async (store: EventStore, stream: string): Promise<readonly string[]> =>
  (await store.read(stream)).map(({ id }) => id)

t.setTimeout(300_000)
const root = mkdtempSync(join(tmpdir(), 'qhub-crash-'))
t.teardown(() => rmSync(root, { recursive: true, force: true }))

t.test(
  'whatever is under way when it is killed, each stream is what was acknowledged, or one change further',
  async (t) => {
    const dataDir = join(root, 'data')
    const args = ['--start-standard-projections']
    const writers = new Map<string, Writer>()
    let port = 0
    let generation = 0
    const kills = fc.record({ seed: fc.nat(), changes: fc.integer({ min: 1, max: 150 }) })
    await fc.assert(
      fc.asyncProperty(kills, async ({ seed, changes }) => {
        const random = seeded(seed)
        // Streams that have ended are followed by others.
        while ([...writers.values()].filter(({ model }) => !model.ended).length < 16) {
          writers.set(`w-${++generation}`, { model: nothing, pending: undefined })
        }
        const store = await startEventStore({ dataDir, port, args })
        port = store.port
        // No second attempt: what a writer learns is what the first one told.
        const client = connectEventStore(store.connectionString, { deadlineMs: 1 })
        let count = 0
        let enough = () => {}
        const reached = new Promise<void>((resolve) => (enough = resolve))
        const write = async (stream: string, writer: Writer): Promise<void> => {
          while (!writer.model.ended) {
            writer.pending = draw(random, writer.model)
            try {
              await carryOut(client, stream, writer.model, writer.pending)
            } catch (error) {
              if (isLost(error)) return
              throw error
            }
            writer.model = after(writer.model, writer.pending)
            writer.pending = undefined
            if (++count >= changes) enough()
          }
        }
        const lost = [...writers].map(([stream, writer]) => write(stream, writer))
        await Promise.race([reached, Promise.all(lost)])
        await store.kill()
        await Promise.all(lost)
        await client.close()

        const copy = join(root, 'copy')
        cpSync(dataDir, copy, { recursive: true })
        await verifyStore(copy, () => undefined)
        rmSync(copy, { recursive: true })

        const again = await startEventStore({ dataDir, port, args })
        const reader = connectEventStore(again.connectionString)
        const next = new Map<string, bigint>()
        let last = -1n
        for (const { stream, position, revision } of await reader.readAll({
          maxCount: 1_000_000,
        })) {
          if (position <= last) t.fail(`${stream}: position ${position} behind ${last}`)
          if (revision !== (next.get(stream) ?? 0n) && revision < 2n ** 62n)
            t.fail(`${stream}: a gap`)
          last = position
          next.set(stream, revision + 1n)
        }
        for (const [stream, writer] of writers) {
          const { model, pending } = writer
          const found = JSON.stringify(await idsIn(reader, stream))
          const further = pending === undefined ? model : after(model, pending)
          const isNow = (of: Model): boolean =>
            found === JSON.stringify(visible(of)) &&
            (of.ended || Number(next.get(stream) ?? 0n) === of.ids.length)
          // Both can hold when the change shows nothing: then asking again tells nothing new either.
          const now = isNow(further) ? further : model
          t.ok(isNow(now), `${stream} after ${pending?.kind ?? 'nothing'}`)
          if (pending !== undefined && now === further && !isNow(model)) writer.model = further
          else if (pending !== undefined) {
            await carryOut(reader, stream, model, pending)
            writer.model = further
          }
          writer.pending = undefined
          t.equal(
            JSON.stringify(await idsIn(reader, stream)),
            JSON.stringify(visible(writer.model)),
          )
        }
        await reader.close()
        await again.stop()
      }),
      { numRuns: 10, endOnFailure: true },
    )
    t.comment(`${generation} streams`)
  },
)
