import { money, type Money } from '../shared/money.ts'
import { exhausted } from '../shared/values.ts'
import type { Plan, Pricing } from './plan.ts'

/** The price of a period's run of this number, counted from 1, in minor units. Periods that are paid for hold their runs. */
const priceOfRun = (pricing: Pricing, number: number): bigint => {
  switch (pricing.kind) {
    case 'FREE':
    case 'ONE_TIME':
    case 'MONTHLY':
    case 'YEARLY':
      return 0n
    case 'PAY_PER_USE':
      return BigInt(pricing.perRun)
    case 'TIERED': {
      // Run by run, the tier that a run falls into is the tier that is reached: both modes price it alike.
      const tier = pricing.tiers.find(({ upTo }) => upTo === null || number <= upTo)
      return BigInt(tier?.perRun ?? pricing.tiers.at(-1)?.perRun ?? '0')
    }
    default:
      return exhausted(pricing)
  }
}

export const feeOfRun = ({ pricing, asset }: Plan, number: number): Money =>
  money(priceOfRun(pricing, number), asset)
