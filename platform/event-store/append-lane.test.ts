import { EventEmitter } from 'node:events'
import t from 'tap'
import { createAppendLane } from './append-lane.ts'
import { createAppend } from './append.ts'
import type { AppendCall, Channel } from './channel.ts'
import { AppendUncertain } from './errors.ts'

/** A server whose every answer is these bytes. */
const answering = (bytes: Buffer) => {
  const seen = { calls: 0, cancelled: 0 }
  const openAppend = (): Promise<AppendCall> => {
    seen.calls++
    const call = Object.assign(new EventEmitter(), {
      write: () => setImmediate(() => call.emit('data', bytes)),
      cancel: () => {
        seen.cancelled++
      },
    })
    // What of a call is used here.
    return Promise.resolve(call as unknown as AppendCall)
  }
  // What of a channel is used here.
  return { channel: { openAppend } as unknown as Channel, seen }
}

const event = {
  id: 'd9b1d7db-7f0b-4c3e-8f0e-0d6d3f0f1a2b',
  type: 'Came',
  data: {},
  metadata: {
    ...{ $correlationId: 'a', $causationId: 'a', commandId: 'a', inputHash: '' },
    actor: { kind: 'system', id: 'test' },
    ...{ occurredAt: '2026-11-22T00:00:00.000Z', schema: 1 },
  },
} as const

t.test('an append whose answer cannot be read may have happened', async (t) => {
  const { channel, seen } = answering(Buffer.from([0x0a, 0x7f]))
  const append = createAppend(createAppendLane(channel, 1_000), 100)
  await t.rejects(append('somebody-1', [event], 'no-stream'), AppendUncertain)
  t.ok(seen.calls > 1, 'it is tried again')
  t.equal(seen.cancelled, seen.calls, 'on a call of its own: one that cannot be read is given up')
})
