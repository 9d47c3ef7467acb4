import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another process has the directory open. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse'
  readonly code = 'directory-in-use'
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

type Process = { readonly startedAt: string; readonly isDead: boolean }

/**
 * What the kernel says of a process. The time of its start, in clock ticks, with the pid names one process and never a
 * later one; a zombie is dead, though its parent has not looked.
 */
const processOf = (pid: number): Process | undefined => {
  try {
    // The name in parentheses may hold spaces; the fields are counted from its end: the third is the state, the 22nd
    // the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { startedAt: fields[19] ?? '', isDead: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return undefined
  }
}

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

const isAlive = (pid: number, startedAt: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || !answersSignals(pid)) return false
  const known = processOf(pid)
  // Without /proc the pid has to do.
  if (known === undefined) return true
  return !known.isDead && (startedAt === '' || known.startedAt === startedAt)
}

const holderOf = (lock: string): { readonly text: string; readonly alive: boolean } | undefined => {
  try {
    const text = readFileSync(lock, 'utf8')
    const [pid = '', started = ''] = text.trim().split(' ')
    const alive = isAlive(Number(pid), started)
    return { text, alive }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** The process that has a directory open, if a living one does. */
export const holderOfDirectory = (directory: string): number | undefined => {
  const holder = holderOf(join(directory, 'lock'))
  return holder?.alive === true ? Number(holder.text.split(' ')[0]) : undefined
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
  const mine = `${process.pid} ${processOf(process.pid)?.startedAt ?? ''}\n`
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
