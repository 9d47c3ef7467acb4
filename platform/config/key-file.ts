import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { key } from './values.ts'

export type FoundKey =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly reason: string }

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Reads a key of 32 bytes in base64; a file that others may read is not taken. */
export const readKeyFile = (path: string): FoundKey => {
  try {
    const others = statSync(path).mode & 0o077
    if (others !== 0 && process.platform !== 'win32')
      return { kind: 'unusable', reason: `${path} may be read by others (chmod 600 it)` }
    const bytes = key.parse(readFileSync(path, 'utf8').trim())
    return bytes
      ? { kind: 'found', bytes }
      : { kind: 'unusable', reason: `${path} does not hold ${key.expected}` }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { kind: 'absent' }
    return { kind: 'unusable', reason: `${path} can't be read: ${String(error)}` }
  }
}

/**
 * Creates the key file and gives what it holds. Of several processes that start at once one wins
 * (link fails where a file exists), and all read the winner's key.
 */
export const createKeyFile = (path: string): FoundKey => {
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const options = { mode: 0o600, flush: true }
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, options)
    linkSync(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST'))
      return { kind: 'unusable', reason: `${path} can't be created: ${String(error)}` }
  } finally {
    rmSync(draft, { force: true })
  }
  return readKeyFile(path)
}
