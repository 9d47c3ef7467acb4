import { createHash } from 'node:crypto'

/**
 * Instances are divided among this many partitions by their streams' names; processes share the partitions. It is written
 * into checkpoints: another number needs them anew.
 */
export const partitions = 16

/** The same in SQL is `partitionOfStream` in ops/hub/saga-index.ts. */
export const partitionOf = (stream: string): number =>
  createHash('md5').update(stream).digest().readUInt8(0) % partitions
