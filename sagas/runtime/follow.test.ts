import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { follow } from './follow.ts'

const event = (number: number): RecordedEvent => ({
  id: `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`,
  type: 'Counted',
  data: {},
  metadata: {
    $correlationId: '',
    $causationId: '',
    commandId: '',
    inputHash: '',
    actor: { kind: 'system', id: 'test' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    schema: 1,
  },
  stream: `count-${number}`,
  revision: 0n,
  position: BigInt(number),
  created: new Date(0),
})

t.test('many at work at a time are no leak, and all end with the signal', async (t) => {
  const warnings: string[] = []
  const hear = (warning: Error): void => void warnings.push(warning.name)
  process.on('warning', hear)
  t.teardown(() => process.off('warning', hear))
  const stopping = new AbortController()
  const eventStore: EventStore = {
    ...memoryLog().eventStore,
    async *subscribeAll() {
      for (let number = 1; number <= 50; number += 1) yield { kind: 'event', event: event(number) }
    },
  }
  let begun = 0
  let ended = 0
  const checkpoint = { load: async () => 'start' as const, save: async () => undefined }
  const parts = { eventStore, checkpoint, streamPrefixes: ['count-'], maxInFlight: 100 }
  await follow(
    { ...parts, logger: pino({ level: 'silent' }) },
    async (_, signal) => {
      begun += 1
      await pause(3_600_000, undefined, { signal }).catch(() => undefined)
      ended += 1
    },
    stopping.signal,
  )
  // Warnings are told in a later turn.
  await new Promise((resolve) => setImmediate(resolve))
  t.same([begun, ended, warnings], [50, 50, []])
})
