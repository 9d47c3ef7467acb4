import { setTimeout as pause } from 'node:timers/promises'
import monitoring from '@eventstore/db-client/generated/monitoring_pb.js'
import type { StatsReq, StatsResp } from '@eventstore/db-client/generated/monitoring_pb.js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import type { Figures } from '../monitoring/figures.ts'
import { asCallError, shuttingDown } from './errors.ts'
import type { OpenCalls } from './open-calls.ts'

/** Nobody needs figures more often, and zero would be for ever without a pause. */
const shortestPeriodMs = 100
const longestPeriodMs = 2 ** 31 - 1

const replyOf = (figures: Figures): StatsResp => {
  const reply = new monitoring.StatsResp()
  const stats = reply.getStatsMap()
  for (const [name, value] of Object.entries(figures)) stats.set(name, value)
  return reply
}

/** Monitoring.Stats: the figures at once, and then every so many milliseconds until the caller leaves. */
export const statsCall =
  (createFigures: () => () => Figures, open: OpenCalls) =>
  (call: ServerWritableStream<StatsReq, StatsResp>): void => {
    const figures = createFigures()
    const leaving = new AbortController()
    const close = open.add(() => {
      call.emit('error', shuttingDown())
      leaving.abort()
    })
    const leave = () => {
      close()
      leaving.abort()
    }
    call.on('cancelled', leave)
    call.on('close', leave)
    const wanted = Number(call.request.getRefreshTimePeriodInMs())
    const period = Math.min(Math.max(wanted, shortestPeriodMs), longestPeriodMs)
    const tell = async (): Promise<void> => {
      while (!leaving.signal.aborted) {
        call.write(replyOf(figures()))
        await pause(period, undefined, { signal: leaving.signal }).catch(() => undefined)
      }
    }
    tell().catch((error: unknown) => call.emit('error', asCallError(error)))
  }
