import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Reads up to `size` bytes; fewer only at the end of the file. */
export const readAt = (fd: number, offset: number, size: number): Buffer => {
  const bytes = Buffer.allocUnsafeSlow(size)
  let read = 0
  while (read < size) {
    const count = readSync(fd, bytes, read, size - read, offset + read)
    if (count === 0) break
    read += count
  }
  return read === size ? bytes : bytes.subarray(0, read)
}

export const writeAt = (fd: number, bytes: Uint8Array, offset: number): void => {
  let written = 0
  while (written < bytes.length) {
    written += writeSync(fd, bytes, written, bytes.length - written, offset + written)
  }
}

/** A name is on disk only when its directory is. */
export const syncDirectory = (directory: string): void => {
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Puts a finished file in the place of its name: after a crash it is there whole, or not at all. */
export const putInPlace = (draft: string, file: string): void => {
  renameSync(draft, file)
  syncDirectory(dirname(file))
}
