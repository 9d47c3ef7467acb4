import { randomUUID } from 'node:crypto'
import { StreamDeletedError } from '@eventstore/db-client'
import { appendEncoded } from './append.ts'
import type { AppendLane } from './append-lane.ts'
import type { Channel } from './channel.ts'
import { EventStoreRefused } from './errors.ts'
import { unavailable } from './failure.ts'
import { retrying } from './retry.ts'
import type { EventStore, StreamRetention } from './types.ts'

type Administration = Pick<EventStore, 'setStreamRetention' | 'deleteStream' | 'tombstoneStream'>

/** The metadata as the server reads it. `$tb` can be beyond what a JSON number of ours can say, so it is spliced in. */
const retentionJson = (retention: StreamRetention): string => {
  const fields = [
    ...(retention.maxCount === undefined ? [] : [`"$maxCount":${retention.maxCount}`]),
    ...(retention.maxAgeSeconds === undefined ? [] : [`"$maxAge":${retention.maxAgeSeconds}`]),
    ...(retention.truncateBefore === undefined
      ? []
      : [`"$tb":${retention.truncateBefore.toString()}`]),
  ]
  return `{${fields.join(',')}}`
}

const gaveUp = (failures: readonly { readonly cause: unknown }[]) =>
  unavailable(failures.at(-1)?.cause)

const alreadyEnded = (error: unknown): boolean => error instanceof StreamDeletedError

export const createAdministration = (
  channel: Channel,
  lane: AppendLane,
  deadlineMs: number,
): Administration => ({
  setStreamRetention: async (stream, retention) => {
    const event = {
      id: randomUUID(),
      type: '$metadata',
      data: retentionJson(retention),
      metadata: '',
    }
    const result = await appendEncoded(lane, deadlineMs, `$$${stream}`, [event], 'any')
    if (result.kind !== 'appended') {
      throw new EventStoreRefused(result.kind, `The retention of ${stream} could not be set`)
    }
  },
  deleteStream: (stream, expected) =>
    retrying(
      deadlineMs,
      async () => {
        await channel.client.deleteStream(stream, { expectedRevision: expected ?? 'any' })
      },
      gaveUp,
    ),
  tombstoneStream: (stream, expected) =>
    retrying(
      deadlineMs,
      async () => {
        try {
          await channel.client.tombstoneStream(stream, { expectedRevision: expected ?? 'any' })
        } catch (error) {
          if (!alreadyEnded(error)) throw error
        }
      },
      gaveUp,
    ),
})
