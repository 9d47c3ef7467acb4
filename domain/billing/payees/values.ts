import { z } from 'zod'

/** Where a payee stands with the payment provider, who checks who it is. Only an ACTIVE one is paid. */
export const onboardingStates = [
  'NOT_STARTED',
  'PENDING',
  'ACTIVE',
  'RESTRICTED',
  'REJECTED',
] as const
export type OnboardingState = (typeof onboardingStates)[number]

/** What the provider says of an account that it has. */
export const AccountState = z.enum(onboardingStates).exclude(['NOT_STARTED'])
export type AccountState = z.output<typeof AccountState>

/** A whole number of minor units that may be less than nothing, as a decimal string; at most 36 digits. */
export const SignedMinorUnits = z.string().regex(/^(?:0|-?[1-9][0-9]{0,35})$/)

/** A commit position of the log, as a decimal string. */
export const LogPosition = z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/)

/** 1 is Monday, 7 Sunday, as in ISO 8601. A day of the month that a month does not have is its last. */
export const PayoutSchedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('DAY') }),
  z.strictObject({ every: z.literal('WEEK'), weekday: z.int().min(1).max(7) }),
  z.strictObject({ every: z.literal('MONTH'), day: z.int().min(1).max(31) }),
  z.strictObject({ every: z.literal('NEVER') }),
])
export type PayoutSchedule = z.output<typeof PayoutSchedule>

/** What the payment provider pays out. Tokens of the hub leave it another way. */
export const payoutAssets = ['USD/2', 'EUR/2'] as const
export const PayoutAsset = z.enum(payoutAssets)
export type PayoutAsset = z.output<typeof PayoutAsset>

export const isPayoutAsset = (asset: string): asset is PayoutAsset =>
  payoutAssets.some((each) => each === asset)

export const maximumHoldBackDays = 90
export const HoldBackDays = z.int().min(0).max(maximumHoldBackDays)

/** ISO 3166-1, two letters. */
export const Country = z.string().regex(/^[A-Z]{2}$/)
