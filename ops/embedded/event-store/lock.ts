import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another process has the directory open. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
  readonly code = 'directory-in-use'
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** When a process started, in the kernel's clock ticks: with it a pid names one process and never a later one. */
const startedAt = (pid: number): string | undefined => {
  try {
    // The name in parentheses may hold spaces; the fields behind it are counted from its end. Field 22 is the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[19]
  } catch {
    return undefined
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

const holderOf = (lock: string): { readonly text: string; readonly alive: boolean } | undefined => {
  try {
    const text = readFileSync(lock, 'utf8')
    const [pid = '', started = ''] = text.trim().split(' ')
    const number = Number(pid)
    const alive =
      Number.isInteger(number) &&
      number > 0 &&
      isRunning(number) &&
      (started === '' || (startedAt(number) ?? started) === started)
    return { text, alive }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Takes a dead process's lock away, and gives it back when it turns out to be a living one's. */
const removeStale = (lock: string, stale: string): void => {
  const aside = `${lock}.${process.pid}.stale`
  try {
    renameSync(lock, aside)
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, lock)
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * Makes this process the only one on a directory; the returned function lets go of it. The lock of a process that was
 * killed does not count. Throws DirectoryInUse.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const lock = join(directory, 'lock')
  const mine = `${process.pid} ${startedAt(process.pid) ?? ''}\n`
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    for (;;) {
      try {
        // A link appears with its content in it, which a created file does not.
        linkSync(draft, lock)
        return () => {
          if (holderOf(lock)?.text === mine) rmSync(lock, { force: true })
        }
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error
      }
      const holder = holderOf(lock)
      if (holder?.alive === true) {
        throw new DirectoryInUse(
          `${directory} is in use by process ${holder.text.trim().split(' ')[0] ?? '?'}`,
        )
      }
      if (holder !== undefined) removeStale(lock, holder.text)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}
