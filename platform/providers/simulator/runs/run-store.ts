import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from '../../../files/sync-directory.ts'
import { tokenKey, type RunRecord } from './run-record.ts'

/**
 * The runs on disk, one file each, written aside and renamed so that a file is always whole. Unfinished runs lie in
 * `active`, finished ones in `done`, so that a start reads the unfinished only. One process per directory.
 */
export type RunStore = {
  /** Survives a crash of the machine once it returns. */
  readonly accept: (record: RunRecord) => Promise<void>
  /** Survives a kill of the process, not necessarily a power cut. */
  readonly update: (record: RunRecord) => Promise<void>
  readonly finish: (record: RunRecord) => Promise<void>
  readonly find: (clientToken: string) => Promise<RunRecord | undefined>
  readonly unfinished: () => Promise<readonly RunRecord[]>
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readRecord = async (path: string): Promise<RunRecord | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (text === undefined) return undefined
  // Only this file writes here, and only whole records; the schema number tells later forms apart.
  const record = JSON.parse(text) as RunRecord
  if ((record.schema as number) !== 1) throw new Error(`${path} holds a run of another schema`)
  return record
}

export const openRunStore = async (directory: string): Promise<RunStore> => {
  const active = join(directory, 'active')
  const done = join(directory, 'done')
  await Promise.all([mkdir(active, { recursive: true }), mkdir(done, { recursive: true })])
  const fileOf = ({ submission }: RunRecord): string => `${tokenKey(submission.clientToken)}.json`
  let serial = 0

  const write = async (folder: string, record: RunRecord, durable: boolean): Promise<void> => {
    const target = join(folder, fileOf(record))
    serial += 1
    const aside = `${target}.${process.pid}-${serial}.tmp`
    const handle = await open(aside, 'w')
    try {
      await handle.writeFile(JSON.stringify(record))
      if (durable) await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, target)
    if (durable) await syncDirectory(folder)
  }

  const removeActive = (file: string): Promise<void> =>
    unlink(join(active, file)).catch((error: unknown) => {
      if (!isMissing(error)) throw error
    })

  return {
    accept: (record) => write(active, record, true),
    update: (record) => write(active, record, false),
    finish: async (record) => {
      await write(done, record, true)
      await removeActive(fileOf(record))
    },
    find: async (clientToken) => {
      const file = `${tokenKey(clientToken)}.json`
      // A finished run counts before what a late write left in `active`; one that moves meanwhile is found last.
      return (
        (await readRecord(join(done, file))) ??
        (await readRecord(join(active, file))) ??
        (await readRecord(join(done, file)))
      )
    },
    unfinished: async () => {
      const records: RunRecord[] = []
      for (const file of (await readdir(active)).sort()) {
        const finished = file.endsWith('.json') ? await readRecord(join(done, file)) : undefined
        // Left over from a kill: a half-written file, or a run whose end was written just before.
        if (!file.endsWith('.json') || finished !== undefined) await removeActive(file)
        else {
          const record = await readRecord(join(active, file))
          if (record !== undefined) records.push(record)
        }
      }
      return records
    },
  }
}
