import { readdirSync, statfsSync, statSync } from 'node:fs'
import { freemem, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import type { EventStoreNode } from '../core/node.ts'

/** A figure by its name, as EventStoreDB calls it where it has the same one. */
export type Figures = Readonly<Record<string, string>>

const startedAt = new Date(Date.now() - process.uptime() * 1000)

const sizeOf = (directory: string): number =>
  readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false }))
    .reduce((sum, file) => sum + (file?.size ?? 0), 0)

const driveOf = (directory: string) => {
  const { bsize, blocks, bavail } = statfsSync(directory)
  return { total: bsize * blocks, available: bsize * bavail }
}

/** Takes the figures of this process, its machine and its log; each time the CPU's since the time before. */
export const createFigures = (node: EventStoreNode, directory: string): (() => Figures) => {
  let lastAt = performance.now()
  let lastUsage = process.cpuUsage()

  /** In percent of one core. */
  const cpu = (): number => {
    const now = performance.now()
    const { user, system } = process.cpuUsage(lastUsage)
    const share = (user + system) / 10 / Math.max(1, now - lastAt)
    lastAt = now
    lastUsage = process.cpuUsage()
    return share
  }

  return () => {
    const memory = process.memoryUsage()
    const [load1 = 0, load5 = 0, load15 = 0] = loadavg()
    const drive = driveOf(directory)
    const figures: Record<string, number | string> = {
      'proc-id': process.pid,
      'proc-startTime': startedAt.toISOString(),
      'proc-cpu': cpu(),
      'proc-mem': memory.rss,
      'proc-heap-used': memory.heapUsed,
      'proc-heap-total': memory.heapTotal,
      'sys-loadavg-1m': load1,
      'sys-loadavg-5m': load5,
      'sys-loadavg-15m': load15,
      'sys-freeMem': freemem(),
      'sys-totalMem': totalmem(),
      'sys-drive-totalBytes': drive.total,
      'sys-drive-availableBytes': drive.available,
      'es-log-lastPosition': node.log.lastPosition() ?? 0,
      'es-log-streams': node.log.lastStreamId(),
      'es-log-fileBytes': sizeOf(directory),
      'es-log-commits': node.signal.version(),
    }
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)]))
  }
}
