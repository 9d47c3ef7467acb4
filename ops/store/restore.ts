import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createCheckpoint } from '../embedded/event-store/store/checkpoint.ts'
import { rebuildIndex } from '../embedded/event-store/store/start-check.ts'
import { lockDirectory } from '../embedded/event-store/lock.ts'
import { copyBytes, emptyDirectory, readBackup, type BackupManifest } from './backup.ts'
import { openLogFiles } from './log-files.ts'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'

const copyAll = (manifest: BackupManifest, from: string, to: string, onStep: OnStep): void => {
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const { name, bytes, sha256 } of manifest.files) {
    const fd = openSync(join(from, name), 'r')
    try {
      const found = copyBytes(fd, bytes, join(to, name), (more) => {
        done += more
        onStep({ phase: 'copy', done, total, unit: 'bytes' })
      })
      if (found === sha256) continue
      throw new StoreToolError(
        'BACKUP_DAMAGED',
        `${join(from, name)} is not what was backed up: its SHA-256 differs`,
      )
    } finally {
      closeSync(fd)
    }
  }
}

/**
 * Puts a backup into an empty directory, checks every event and builds the index. The node that is started on it is the
 * one that was backed up. Leaves nothing behind when it fails. Throws StoreDamaged, StoreToolError.
 */
export const restore = async (
  from: string,
  directory: string,
  onStep: OnStep,
): Promise<BackupManifest> => {
  const manifest = readBackup(from)
  emptyDirectory(directory)
  const unlock = lockDirectory(directory)
  try {
    copyAll(manifest, from, directory, onStep)
    createCheckpoint(directory, { end: manifest.end })
    const files = openLogFiles(directory)
    let events = 0
    try {
      const index = rebuildIndex(directory, files.extent, ({ done, total, events: count }) => {
        events = count
        onStep({ phase: 'index', done, total, unit: 'bytes' })
      })
      await index.close()
    } finally {
      files.close()
    }
    if (events !== manifest.events) {
      const message = `The backup says ${manifest.events} events, and holds ${events}`
      throw new StoreToolError('BACKUP_DAMAGED', message)
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
  unlock()
  return manifest
}
