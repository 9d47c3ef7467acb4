import { crc32 } from 'node:zlib'
import { linkTargetOf } from '../core/links.ts'
import { streamOf } from '../store/record.ts'
import { correlationIdOf } from '../store/record-metadata.ts'
import { hasRoom, type Seat } from './consumer.ts'
import { subjectOf, type Message } from './message.ts'
import type { Strategy } from './strategy.ts'

const buckets = 1024

type Bucket = { seat: Seat | undefined; inFlight: number }

/** The stream that a message is about: the target's, even if that can't be read. */
export const streamOfMessage = (message: Message): string => {
  const subject = subjectOf(message)
  return linkTargetOf(subject)?.stream ?? streamOf(subject)
}

/** What a message belongs together with by its metadata, or else its stream. */
export const correlationOf = (message: Message): string =>
  correlationIdOf(subjectOf(message)) ?? streamOfMessage(message)

/**
 * What has the same key goes to the same consumer for as long as that one stays. A consumer that joins takes its share
 * over from the others: of each bucket once nothing of it is under way.
 */
export const createPinning = (keyOf: (message: Message) => string): Strategy => {
  const all: Bucket[] = Array.from({ length: buckets }, () => ({ seat: undefined, inFlight: 0 }))
  const shares = new Map<Seat, number>()
  const bucketOf = (message: Message): Bucket | undefined => all[crc32(keyOf(message)) % buckets]

  const assign = (bucket: Bucket, seat: Seat | undefined): void => {
    if (bucket.seat !== undefined) shares.set(bucket.seat, (shares.get(bucket.seat) ?? 1) - 1)
    bucket.seat = seat
    bucket.inFlight = 0
    if (seat !== undefined) shares.set(seat, (shares.get(seat) ?? 0) + 1)
  }
  const leastBusy = (): Seat | undefined =>
    [...shares].reduce<readonly [Seat, number] | undefined>(
      (least, one) => (least === undefined || one[1] < least[1] ? one : least),
      undefined,
    )?.[0]
  const hasTooMany = (seat: Seat): boolean =>
    (shares.get(seat) ?? 0) > Math.ceil(buckets / shares.size)

  return {
    join: (seat) => {
      shares.set(seat, 0)
      for (const bucket of all) {
        if (bucket.seat !== undefined && bucket.inFlight === 0 && hasTooMany(bucket.seat)) {
          assign(bucket, undefined)
        }
      }
    },
    leave: (seat) => {
      for (const bucket of all) if (bucket.seat === seat) assign(bucket, undefined)
      shares.delete(seat)
    },
    choose: (message) => {
      const bucket = bucketOf(message)
      if (bucket === undefined) return undefined
      if (bucket.seat === undefined) assign(bucket, leastBusy())
      if (bucket.seat === undefined || !hasRoom(bucket.seat)) return undefined
      bucket.inFlight++
      return bucket.seat
    },
    done: (message, seat) => {
      const bucket = bucketOf(message)
      if (bucket?.seat !== seat) return
      bucket.inFlight--
      if (bucket.inFlight === 0 && hasTooMany(seat)) assign(bucket, undefined)
    },
  }
}
