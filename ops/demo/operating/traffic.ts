import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from '../../client/sign-up.ts'
import { circuit } from '../circuits.ts'
import type { Stage } from '../stage.ts'

const perSecond = 100
const everyMs = 1000 / perSecond
const mostUnderWay = 64

export type Traffic = {
  /** Ends it, and waits for the last answers; commands that were accepted for each second. */
  readonly stop: () => Promise<{ readonly accepted: number; readonly perSecond: number }>
}

/** A hundred commands a second, as long as the hub keeps up with them: quotes, each a stream of its own. */
export const sendTraffic = (
  { http }: Stage,
  { token }: Person,
  deviceId: string,
  onTrouble: (error: unknown) => void,
): Traffic => {
  const { source } = circuit('bell')
  const underWay = new Set<Promise<void>>()
  const ending = new AbortController()
  let accepted = 0
  const began = performance.now()
  const sendOne = async (): Promise<void> => {
    try {
      await http.send('POST', '/v1/quotes', { source, deviceId, shots: 100 }, { token })
      accepted += 1
    } catch (error) {
      onTrouble(error)
    }
  }
  const running = (async () => {
    for (let sent = 0; !ending.signal.aborted; sent += 1) {
      const due = began + sent * everyMs
      if (due > performance.now()) await pause(due - performance.now())
      if (underWay.size >= mostUnderWay) await Promise.race(underWay)
      const one: Promise<void> = sendOne().finally(() => underWay.delete(one))
      underWay.add(one)
    }
    await Promise.all(underWay)
  })()
  return {
    stop: async () => {
      ending.abort()
      await running
      const seconds = (performance.now() - began) / 1000
      return { accepted, perSecond: Math.round(accepted / seconds) }
    },
  }
}
