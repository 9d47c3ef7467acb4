import { quotaOfRuns } from '../../domain/subscriptions/entitled.ts'
import type { RunsLeft } from '../../domain/subscriptions/policy.ts'
import type { ExistingSubscription } from '../../domain/subscriptions/subscription-state.ts'
import { appUsage, remainingPlaces, usageIdOf } from '../../domain/subscriptions/usage.ts'
import type { CommandTools } from '../shared/tools.ts'

/** What is left of the period's quota of runs, under way or not; nothing where there is no quota. */
export const runsLeft = async (
  { load, services }: Pick<CommandTools, 'load' | 'services'>,
  { subscriptionId, plan, period }: ExistingSubscription,
): Promise<{ readonly runs?: RunsLeft }> => {
  const of = quotaOfRuns(plan)
  if (of === undefined) return {}
  const { state } = await load(appUsage, usageIdOf(subscriptionId, period.index))
  return { runs: { left: remainingPlaces(state, of, services.clock.now().toISOString()), of } }
}
