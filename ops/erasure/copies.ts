import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { Reach } from '../../domain/accounts/erasure.ts'

const Copy = Reach.shape.copies.element
type Copy = z.output<typeof Copy>

const fileOf = (dataDir: string): string => join(dataDir, 'copies.ndjson')

/** Notes a copy of the log that was made, so that an erasure can name it: by whoever makes one. */
export const noteCopy = async (
  dataDir: string,
  kind: Copy['kind'],
  directory: string,
  takenAt: string,
): Promise<void> => {
  const copy: Copy = { kind, directory: resolve(directory), takenAt }
  await mkdir(dataDir, { recursive: true })
  await appendFile(fileOf(dataDir), `${JSON.stringify(copy)}\n`, { mode: 0o600, flush: true })
}

/** The copies that were made on this data directory, the oldest first; a line that a crash cut short is none. */
export const copiesOf = async (dataDir: string): Promise<readonly Copy[]> => {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = Copy.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}
