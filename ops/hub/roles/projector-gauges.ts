import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import type { Lag } from '../../../projections/generations/lag.ts'
import type { ProjectorStatus } from '../../../projections/runner/status.ts'

export type GaugedProjector = {
  readonly status: () => ProjectorStatus
  readonly lag: () => Promise<Lag>
  /** Position of the last event of the log. */
  readonly head: () => Promise<bigint>
  /** The log or the database does not say how far behind the rows are. */
  readonly onTrouble: (error: unknown) => void
}

/** From what is well to what is not. */
const levels = {
  LIVE: 0,
  WAITING: 1,
  CATCHING_UP: 2,
  RETRYING: 3,
  STOPPED: 4,
} as const satisfies Readonly<Record<ProjectorStatus['state'], number>>

/** Gauges of this process's projector and of the rows that readers follow. The result forgets them. */
export const projectorGauges = ({
  status,
  lag,
  head,
  onTrouble,
}: GaugedProjector): (() => void) => {
  const own = [
    'qh.projection.state',
    'qh.projection.quarantined',
    'qh.projection.cache',
    'qh.projection.position',
  ] as const
  const forgetOwn = observe(own, (tell) => {
    const now = status()
    tell('qh.projection.state', levels[now.state], {})
    tell('qh.projection.quarantined', now.quarantinedStreams, {})
    tell('qh.projection.cache', now.cacheHealthy ? 1 : 0, {})
    tell('qh.projection.position', Number(now.position), {})
  })
  // For themselves: a log that does not answer holds up nothing else.
  const whole = [
    'qh.projection.lag',
    'qh.projection.lag.seconds',
    'qh.projection.lag.unknown',
    'qh.projection.head',
  ] as const
  const forgetWhole = observe(whole, async (tell) => {
    try {
      const [behind, end] = await Promise.all([lag(), head()])
      tell('qh.projection.lag', behind.events, {})
      tell('qh.projection.lag.seconds', behind.seconds, {})
      tell('qh.projection.head', Number(end), {})
      tell('qh.projection.lag.unknown', 0, {})
    } catch (error) {
      // A collector goes on being told the last value of what is not observed: that it is old has to be said.
      tell('qh.projection.lag.unknown', 1, {})
      onTrouble(error)
    }
  })
  return () => {
    forgetOwn()
    forgetWhole()
  }
}
