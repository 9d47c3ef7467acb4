const whole = 10n ** 18n

/** What an epoch pays for, in the smallest unit of QVT. */
export type RewardTerms = {
  /** At most so much in one epoch, for all computers together. */
  readonly pool: bigint
  /** At most so much for a metered second, so that little work never earns a whole pool. */
  readonly perSecond: bigint
}

/** As long as governance has decided nothing else. */
export const standardTerms: RewardTerms = { pool: 10_000n * whole, perSecond: whole }
