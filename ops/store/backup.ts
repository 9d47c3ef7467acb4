import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { createCheckpoint } from '../embedded/event-store/store/checkpoint.ts'
import { chunkHeaderSize } from '../embedded/event-store/store/chunk.ts'
import { readAt, syncDirectory, writeAt } from '../embedded/event-store/store/files.ts'
import { sizeIn } from '../embedded/event-store/store/reader.ts'
import { bytesOf } from '../embedded/event-store/store/verify.ts'
import { openLogFiles } from './log-files.ts'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'
import { verifyStore } from './verify.ts'

export const backupManifest = z.strictObject({
  format: z.literal('qhub-store-backup/1'),
  /** ISO 8601 UTC. */
  takenAt: z.string(),
  events: z.number(),
  /** Every event before this position is in it. */
  end: z.number(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type BackupManifest = z.infer<typeof backupManifest>

export const manifestName = 'backup.json'
const block = 4 * 1024 * 1024

/** Copies the first `size` bytes of an open file; gives their SHA-256. */
export const copyBytes = (
  fd: number,
  size: number,
  to: string,
  onBytes: (bytes: number) => void,
): string => {
  const hash = createHash('sha256')
  const target = openSync(to, 'wx')
  try {
    for (let at = 0; at < size; at += block) {
      const bytes = readAt(fd, at, Math.min(block, size - at))
      hash.update(bytes)
      writeAt(target, bytes, at)
      onBytes(bytes.length)
    }
    fsyncSync(target)
  } finally {
    closeSync(target)
  }
  return hash.digest('hex')
}

/** Makes a directory, or takes one that is empty. */
export const emptyDirectory = (directory: string): void => {
  mkdirSync(directory, { recursive: true })
  if (readdirSync(directory).length === 0) return
  throw new StoreToolError('NOT_EMPTY', `${directory} is not empty`)
}

/**
 * Copies the log as it is now, while the node runs and writes: everything that had been acknowledged when it began, in
 * order and nothing in between missing. Verifies the copy. Throws StoreDamaged, StoreToolError.
 */
export const backUp = async (
  directory: string,
  to: string,
  onStep: OnStep,
  now: Date,
): Promise<BackupManifest> => {
  const source = openLogFiles(directory)
  emptyDirectory(to)
  const { extent } = source
  const total = bytesOf(extent)
  let done = 0
  const files: BackupManifest['files'] = []
  try {
    extent.chunks().forEach((chunk, index) => {
      const name = basename(chunk.file)
      const bytes = chunkHeaderSize + sizeIn(extent, index)
      const sha256 = copyBytes(chunk.fd, bytes, join(to, name), (more) => {
        done += more
        onStep({ phase: 'copy', done: Math.min(done, total), total, unit: 'bytes' })
      })
      files.push({ name, bytes, sha256 })
    })
  } finally {
    source.close()
  }
  createCheckpoint(to, { end: extent.end() })
  const { events, end } = await verifyStore(to, onStep)
  const manifest: BackupManifest = {
    format: 'qhub-store-backup/1',
    takenAt: now.toISOString(),
    events,
    end,
    files,
  }
  // Written last: a copy without it was not finished.
  writeFileSync(join(to, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, {
    flush: true,
  })
  syncDirectory(to)
  return manifest
}

/** Reads what a backup says of itself. Throws StoreToolError when it is none, or was not finished. */
export const readBackup = (directory: string): BackupManifest => {
  const file = join(directory, manifestName)
  if (!existsSync(file)) {
    throw new StoreToolError(
      'NO_BACKUP',
      `${directory} holds no finished backup (no ${manifestName})`,
    )
  }
  const parsed = backupManifest.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new StoreToolError('NO_BACKUP', `${file} is not the manifest of a backup`)
}
