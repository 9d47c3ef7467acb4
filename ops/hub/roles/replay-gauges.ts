import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import { progressOf, secondsLeftOf, type Replay } from '../../../projections/replays/replay.ts'

const names = ['qh.replay.progress', 'qh.replay.rate', 'qh.replay.eta.seconds'] as const

/** Gauges of the read models that are being built, told only while there are any. The result forgets them. */
export const replayGauges = (
  read: () => Promise<Replay | undefined>,
  onTrouble: (error: unknown) => void,
): (() => void) =>
  observe(names, async (tell) => {
    try {
      const replay = await read()
      if (replay === undefined) return
      const generation = replay.generation.toString()
      const state = replay.wish === 'PAUSE' ? 'PAUSED' : 'BUILDING'
      const [done, left] = [progressOf(replay), secondsLeftOf(replay)]
      if (done !== null) tell('qh.replay.progress', done, { generation, state })
      tell('qh.replay.rate', replay.wish === 'RUN' ? (replay.rate ?? 0) : 0, { generation })
      if (left !== null && replay.wish === 'RUN')
        tell('qh.replay.eta.seconds', left, { generation })
    } catch (error) {
      onTrouble(error)
    }
  })
