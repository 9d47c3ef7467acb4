import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { appUsage, numberOf } from '../../../domain/subscriptions/usage.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { changeStep } from '../../accounts/step.ts'
import type { CommandTools } from '../../shared/tools.ts'
import type { Right } from './right.ts'

export type Place = {
  /** The run's number among those that count with it, from 1. */
  readonly number: number
  /** For a run that is not submitted after all. */
  readonly giveBack: () => Promise<void>
}

const uncounted: Place = { number: 1, giveBack: () => Promise.resolve() }

/**
 * Takes the run's place before it is submitted: of however many that come at once, no more go on than there are places.
 * Whoever dies between this and the job leaves a place that lapses.
 */
export const takePlace = async (
  tools: CommandTools,
  organisation: string,
  { appId, usage }: Right,
  runId: string,
): Promise<Place | Rejection | Failure> => {
  if (usage === undefined) return uncounted
  const { usageId, quota } = usage
  const { revision } = await tools.load(appUsage, usageId)
  const step = (what: string) => `${what} ${runId} after ${revision.toString()}`
  const changed = await changeStep(tools, step('reserve'), appUsage, usageId, {
    type: 'ReserveRun',
    usageId,
    runId,
    organisation,
    appId,
    ...(quota === undefined ? {} : { quota }),
  })
  if (isRejection(changed) || 'code' in changed) return changed
  return {
    number: numberOf(changed.state, runId) ?? 1,
    giveBack: async () => {
      await changeStep(tools, step('give back'), appUsage, usageId, { type: 'GiveBackRun', runId })
    },
  }
}
