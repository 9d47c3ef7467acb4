/** Numbers of the house on tokens: minor units of QVT where nothing else is said. */
export type TokenPolicy = {
  /** What is less is not credited by itself. */
  readonly depositMinimum: bigint
  readonly withdrawalMinimum: bigint
  readonly withdrawalMaximum: bigint
  /** Of an organisation, a day (UTC). */
  readonly withdrawalsPerDay: bigint
  /** How long an address is linked before anything is withdrawn to it. */
  readonly coolingSeconds: number
  readonly exchangeFeeBasisPoints: number
  readonly exchangeValidSeconds: number
  /** The most that one exchange is worth, in minor units of the money. */
  readonly exchangeMaximum: bigint
}
