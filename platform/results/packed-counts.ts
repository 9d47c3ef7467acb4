import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Histogram } from '../../domain/jobs/job-result.ts'

export type Counts = Readonly<Record<string, number>>

/** Above this many outcomes a histogram is packed. */
const packedFrom = 512

/** 100,000 shots of 24 bits are under 4 MiB of JSON; nothing larger was ever packed here. */
const maxUnpackedBytes = 8 * 1024 * 1024

export const packCounts = (counts: Counts): Histogram =>
  Object.keys(counts).length < packedFrom
    ? { encoding: 'json', counts: { ...counts } }
    : { encoding: 'deflate', packed: deflateRawSync(JSON.stringify(counts)).toString('base64url') }

export const unpackCounts = (histogram: Histogram): Counts => {
  if (histogram.encoding === 'json') return histogram.counts
  const json = inflateRawSync(Buffer.from(histogram.packed, 'base64url'), {
    maxOutputLength: maxUnpackedBytes,
  })
  // Written by packCounts alone, from counts.
  return JSON.parse(json.toString()) as Counts
}
