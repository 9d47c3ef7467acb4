import { open as openFile } from 'node:fs/promises'
import { join } from 'node:path'
import { open } from 'lmdb'
import { encodeRecord } from '../../embedded/event-store/store/record.ts'
import type { NewEvent } from '../../../platform/event-store/types.ts'

/** The records that the embedded store would keep of these events. */
export const recordsOf = (stream: string, events: readonly NewEvent[]): readonly Buffer[] =>
  events.map(({ id, type, data, metadata }, revision) =>
    encodeRecord({
      id,
      stream,
      type,
      revision,
      position: revision,
      contentType: 'application/json',
      createdMs: 0,
      data: Buffer.from(JSON.stringify(data)),
      metadata: Buffer.from(JSON.stringify(metadata)),
    }),
  )

/** Somewhere to put records, and nothing around it: resolves when they are on disk. */
export type RawStore = {
  readonly put: (records: readonly Buffer[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** LMDB: one table, one number as key; puts that come together share a transaction and its sync. */
export const rawLmdb = (directory: string): RawStore => {
  const root = open({ path: join(directory, 'raw.mdb'), overlappingSync: false })
  const log = root.openDB<Buffer, number>({ name: 'raw', encoding: 'binary' })
  let next = 0
  return {
    put: async (records) => {
      await root.batch(() => {
        for (const record of records) void log.put(next++, record)
      })
    },
    close: () => root.close(),
  }
}

/** A file that grows: one write and one fdatasync for all that came during the last. */
export const rawFile = async (directory: string): Promise<RawStore> => {
  const file = await openFile(join(directory, 'raw.log'), 'a')
  let waiting: Buffer[] = []
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    next = undefined
    const records = waiting
    waiting = []
    await file.appendFile(Buffer.concat(records))
    await file.datasync()
  }
  return {
    put: (records) => {
      waiting.push(...records)
      next ??= writing = writing.then(flush)
      return next
    },
    close: () => file.close(),
  }
}
