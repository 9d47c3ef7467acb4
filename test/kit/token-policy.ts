import type { TokenPolicy } from '../../domain/tokens/policy.ts'

/** As a hub has it by default. */
export const tokenPolicy: TokenPolicy = {
  depositMinimum: 10n ** 16n,
  withdrawalMinimum: 10n ** 18n,
  withdrawalMaximum: 10n ** 22n,
  withdrawalsPerDay: 25n * 10n ** 21n,
  coolingSeconds: 86_400,
  exchangeFeeBasisPoints: 50,
  exchangeValidSeconds: 60,
  exchangeMaximum: 1_000_000n,
}
