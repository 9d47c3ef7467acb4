import { createReadStream } from 'node:fs'
import { access, copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { hasCode } from '../files/has-code.ts'
import { syncDirectory } from '../files/sync-directory.ts'
import { hashOfKey, keyOf } from './key.ts'
import { ObjectStoreUnavailable, type ObjectStore } from './port.ts'

const isKept = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const syncFile = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A file for each object below a directory. An object is there whole or not at all, also after a power cut. */
export const createDirectoryStore = (directory: string): ObjectStore => ({
  keep: async ({ path, sha256, size }) => {
    const key = keyOf(sha256)
    const target = join(directory, key)
    if (!(await isKept(target))) {
      const folder = dirname(target)
      const made = await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = join(folder, `${randomUUID()}.draft`)
      try {
        // What was received stays where it is until it is discarded: keeping it may have to be tried again.
        await copyFile(path, draft)
        await syncFile(draft)
        await rename(draft, target)
      } finally {
        await rm(draft, { force: true })
      }
      await syncDirectory(folder)
      if (made !== undefined) await syncDirectory(dirname(folder))
    }
    return { key, sha256, size }
  },
  open: async (key) => {
    if (hashOfKey(key) === undefined) return undefined
    const path = join(directory, key)
    try {
      const handle = await open(path, 'r')
      return createReadStream(path, { fd: handle })
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw new ObjectStoreUnavailable('the object cannot be read', { cause: error })
    }
  },
})
