import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { moneyChecks } from '../faults/checks/money/all.ts'
import { followedLog } from '../log/followed.ts'
import type { OnStep } from '../progress/step.ts'

/** All that the checks of money look at. */
const filter = {
  on: 'stream',
  prefixes: [
    'wallet-',
    'bill-',
    'billNumbers-',
    'payee-',
    'settlement-',
    'journal-',
    'payment-',
    'usageKey-',
    'providerNotice-',
  ],
} as const

export type Verdict = {
  readonly events: number
  readonly position: bigint
  readonly findings: readonly { readonly check: string; readonly finding: string }[]
}

/** A check that cannot even read what is there says so: that is a finding, too. */
const findingsOf = (log: readonly RecordedEvent[]) =>
  Object.entries(moneyChecks).flatMap(([check, look]) => {
    try {
      return look({ log }).map((finding) => ({ check, finding }))
    } catch (error) {
      return [{ check, finding: String(error) }]
    }
  })

/** Holds the log of a store, as it is now, against the invariants of money. Nothing is written. */
export const verifyLedger = async (
  eventStore: EventStore,
  onStep: OnStep = () => undefined,
): Promise<Verdict> => {
  const log: RecordedEvent[] = []
  const pages = followedLog(eventStore, { phase: 'read', onStep, filter })
  for await (const events of pages) log.push(...events)
  return { events: log.length, position: log.at(-1)?.position ?? 0n, findings: findingsOf(log) }
}
