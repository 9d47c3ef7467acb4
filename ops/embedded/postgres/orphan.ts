import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, worksIn } from './owner.ts'

const gone = async (pid: number, deadlineMs: number): Promise<boolean> => {
  const end = performance.now() + deadlineMs
  while (isAlive(pid)) {
    if (performance.now() > end) return false
    await pause(20)
  }
  return true
}

/**
 * Ends the Postgres that a killed hub left on the cluster, if it still runs, and takes away a
 * postmaster.pid whose number belongs to somebody else by now: Postgres would refuse to start.
 */
export const endOrphan = async (cluster: string): Promise<void> => {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (!Number.isInteger(pid) || !isAlive(pid)) return
  if (!worksIn(pid, cluster)) {
    rmSync(file, { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  if (await gone(pid, 30_000)) return
  process.kill(pid, 'SIGQUIT')
  if (!(await gone(pid, 10_000))) throw new Error(`the Postgres of ${cluster} (${pid}) doesn't end`)
}
