import type { LogMoment } from '../../platform/history/moment.ts'
import type { View } from '../view/view.ts'

/** What of an answer is not of today: `position` and `at` are those of the last event that it knows of. */
export type Seen = {
  readonly type: string
  readonly id: string
  readonly position: bigint
  readonly at: string
}

/** Of when a row is: the moment that was asked for, and the time it was then. */
type Then = { readonly moment: LogMoment; readonly now: Date }

/** The rows of one operation that are not of today. */
export type Past = {
  readonly remember: (row: object, then: Then, seen: Seen) => void
  readonly of: (row: unknown) => Then | undefined
  readonly seen: readonly Seen[]
}

export const createPast = (): Past => {
  const rows = new WeakMap<object, Then>()
  const seen: Seen[] = []
  return {
    remember: (row, then, one) => {
      rows.set(row, then)
      seen.push(one)
    },
    of: (row) => (typeof row === 'object' && row !== null ? rows.get(row) : undefined),
    seen,
  }
}

/** The time that it is for a row: what a device costs depends on it. */
export const nowOf = ({ past, clock }: View, row: object): Date => past.of(row)?.now ?? clock.now()
