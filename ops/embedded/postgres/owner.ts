import {
  existsSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { z } from 'zod'

const ownerSchema = z.object({ pid: z.int().positive(), started: z.string() })
type Owner = z.output<typeof ownerSchema>

/** When a process began, in ticks since boot: tells a process from a later one with the same id. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const readOwner = (path: string): Owner | undefined => {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Takes the directory for this process, or throws when a living process has it. */
export const takeOwnership = (path: string): void => {
  const owner = readOwner(path)
  if (owner && isAlive(owner.pid) && startOf(owner.pid) === owner.started)
    throw new Error(`process ${owner.pid} runs a Postgres on this data directory (${path})`)
  const own: Owner = { pid: process.pid, started: startOf(process.pid) }
  rmSync(path, { force: true })
  // Fails when another process took it between these two lines.
  writeFileSync(path, JSON.stringify(own), { flag: 'wx' })
}

export const leaveOwnership = (path: string): void => rmSync(path, { force: true })

/** Whether the process works in the directory, as a Postgres does in its own. True when nobody can tell. */
export const worksIn = (pid: number, directory: string): boolean => {
  if (!existsSync('/proc/self/cwd')) return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return false
  }
}
