import { randomUUID } from 'node:crypto'
import t from 'tap'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../../platform/event-store/errors.ts'
import type { EventStore, NewEvent } from '../../../platform/event-store/types.ts'
import { startEventStore } from './start.ts'

const writers = 24
const rounds = 4
const batch = 2

const counted = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: { n },
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

type Sent = {
  readonly stream: string
  readonly events: readonly NewEvent[]
  readonly expected: bigint | 'no-stream'
}

const send = async (store: EventStore, { stream, events, expected }: Sent): Promise<void> => {
  const { kind } = await store.append(stream, events, expected)
  if (kind !== 'appended') throw new Error(`${stream}: ${kind}`)
}

const isLost = (error: unknown): boolean =>
  error instanceof AppendUncertain || error instanceof EventStoreUnavailable

/** Appends until the connection is lost; gives what was not answered. */
const writeUntilLost = async (
  store: EventStore,
  stream: string,
  from: number,
  acknowledged: (sent: Sent) => void,
): Promise<Sent> => {
  for (let revision = from; ; revision += batch) {
    const sent: Sent = {
      stream,
      events: Array.from({ length: batch }, (_, i) => counted(revision + i)),
      expected: revision === 0 ? 'no-stream' : BigInt(revision - 1),
    }
    try {
      await send(store, sent)
    } catch (error) {
      if (!isLost(error)) throw error
      return sent
    }
    acknowledged(sent)
  }
}

const idsOf = async (store: EventStore, stream: string): Promise<string[]> =>
  (await store.read(stream)).map(({ id }) => id)

/** Whether positions grow in $all, and each stream's revisions follow one another up to those known. */
const isWhole = async (
  store: EventStore,
  known: ReadonlyMap<string, readonly string[]>,
): Promise<boolean> => {
  const next = new Map<string, bigint>()
  let last = -1n
  for (const { stream, position, revision } of await store.readAll({ maxCount: 1_000_000 })) {
    if (position <= last || revision !== (next.get(stream) ?? 0n)) return false
    last = position
    next.set(stream, revision + 1n)
  }
  return [...known].every(([stream, ids]) => next.get(stream) === BigInt(ids.length))
}

t.test(
  'killed while it writes, the store keeps every acknowledged append, whole and once',
  async (t) => {
    const dataDir = t.testdir()
    const known = new Map(
      Array.from({ length: writers }, (_, i) => [`writer-${i}`, [] as string[]]),
    )
    let port = 0
    for (let round = 0; round < rounds; round++) {
      const store = await startEventStore({ dataDir, port })
      port = store.port
      // No second attempt: what a writer learns is what the first one told.
      const client = connectEventStore(store.connectionString, { deadlineMs: 1 })
      let count = 0
      let enough = () => {}
      const written = new Promise<void>((resolve) => (enough = resolve))
      const lost = [...known].map(([stream, ids]) =>
        writeUntilLost(client, stream, ids.length, ({ events }) => {
          ids.push(...events.map(({ id }) => id))
          if (++count === 150 + 31 * round) enough()
        }),
      )
      await written
      await store.kill()
      const unanswered = await Promise.all(lost)
      await client.close()

      const again = await startEventStore({ dataDir, port })
      const after = connectEventStore(again.connectionString)
      let found = 0
      for (const sent of unanswered) {
        const ids = known.get(sent.stream) ?? []
        const there = await idsOf(after, sent.stream)
        t.same(there.slice(0, ids.length), ids, `${sent.stream}: all that was acknowledged`)
        t.ok([0, batch].includes(there.length - ids.length), 'the last append whole or not at all')
        if (there.length > ids.length) found++
        await send(after, sent)
        ids.push(...sent.events.map(({ id }) => id))
        t.same(await idsOf(after, sent.stream), ids, `${sent.stream}: the repeated append once`)
      }
      t.comment(`round ${round}: ${count} acknowledged, ${found} committed without an answer`)
      t.ok(await isWhole(after, known), 'no gap, and nothing out of order')
      await after.close()
      await again.stop()
    }
  },
)
