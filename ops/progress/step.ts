/** How far a long work is. */
export type Step = {
  readonly phase: string
  readonly done: number
  /** Nobody knows how much it is: absent. */
  readonly total?: number
  /** The total is reckoned, not counted. */
  readonly isEstimate?: boolean
  /** From 0 to 1, where `done` of `total` does not say it: of a log that is filtered, say. */
  readonly share?: number
  /** What `done` and `total` count: bytes, or anything by its name; empty for bare numbers. */
  readonly unit: string
  /** Events that the live end of the log is ahead. */
  readonly lag?: number
}

export type OnStep = (step: Step) => void

export const shareOf = ({ done, total, share }: Step): number | undefined =>
  share ?? (total === undefined ? undefined : total === 0 ? 1 : Math.min(1, done / total))
