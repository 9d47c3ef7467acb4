import { randomUUID } from 'node:crypto'
import type { Write } from './log.ts'
import { encodeRecord } from './record.ts'

/** Makes writes for a log that ends at `end`, one behind the other. */
export const writing = (
  end: number,
): {
  readonly write: (streamId: number, revision: number, name?: string, size?: number) => Write
} => {
  const names = new Map<number, string>()
  let position = end
  return {
    write: (streamId, revision, name, size = 20) => {
      if (name !== undefined) names.set(streamId, name)
      const bytes = encodeRecord({
        id: randomUUID(),
        stream: names.get(streamId) ?? `stream-${streamId}`,
        revision,
        position,
        type: 'T',
        contentType: 'application/json',
        createdMs: 1_000,
        metadata: Buffer.alloc(0),
        data: Buffer.alloc(size, 'x'),
      })
      const write = { position, bytes, streamId, revision }
      position += bytes.length
      return name === undefined ? write : { ...write, name }
    },
  }
}
