import PQueue from 'p-queue'
import { z } from 'zod'
import { organisation as organisationAggregate } from '../../../domain/accounts/organisation.ts'
import { monthOf } from '../../../domain/billing/metering/months.ts'
import { usageKey } from '../../../domain/billing/metering/usage-key.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { defineCommand } from '../../shared/definition.ts'
import { claimUsage, saysTheSame, type Claimed } from './claim-usage.ts'
import { correctInMonth, recordInMonth } from './month-streams.ts'
import { mostAtOnce, UsageInput, usageIdFor, type UsageOutcome } from './usage-input.ts'

/** Keys that are claimed at a time. */
const atOnce = 16

/**
 * Usage of one organisation, as a metering source reports it. Each event answers for itself: it counts, once and for ever
 * under its source and id, or is refused with a reason. First all keys are claimed, then each month gets its events in one
 * append. What a crash left between the two counts as soon as the same events are sent again.
 */
export const recordUsage = defineCommand({
  name: 'billing.record-usage',
  input: z.strictObject({
    organisation: Id,
    events: z.array(UsageInput).min(1).max(mostAtOnce),
  }),
  scope: 'usage:write',
  run: async ({ organisation, events }, tools) => {
    const owner = await tools.load(organisationAggregate, organisation)
    if (owner.revision === -1n) return notFound('organisation')
    const first = firstOfEach(organisation, events)
    const queue = new PQueue({ concurrency: atOnce })
    // Corrections go last: what they correct may stand in the same batch.
    const claimAll = async (kind: UsageInput['kind']) =>
      queue.addAll(
        [...first.values()]
          .filter((input) => input.kind === kind)
          .map(
            (input) => async () =>
              [
                usageIdFor(organisation, input),
                await claimUsage(tools, organisation, input),
              ] as const,
          ),
      )
    const verdicts = new Map<string, Claimed | Rejection | Failure>([
      ...(await claimAll('USAGE')),
      ...(await claimAll('CORRECTION')),
    ])
    for (const verdict of verdicts.values())
      if ('code' in verdict && !isRejection(verdict)) return verdict
    const claimed = [...verdicts.values()].filter((verdict) => 'report' in verdict)
    const recorded = await recordAll(tools, organisation, claimed)
    if ('code' in recorded || isRejection(recorded)) return recorded
    const outcomes = events.map((input): UsageOutcome => {
      const usageId = usageIdFor(organisation, input)
      const { source, id } = input
      const of = { usageId, source, id }
      const leading = first.get(usageId)
      if (leading !== undefined && !saysTheSame(organisation, leading, input))
        return { ...of, outcome: 'REFUSED', ...conflict }
      const verdict = verdicts.get(usageId)
      return verdict !== undefined && isRejection(verdict)
        ? { ...of, outcome: 'REFUSED', code: verdict.rejected, detail: verdict.detail }
        : { ...of, outcome: 'RECORDED' }
    })
    return {
      answer: { organisation, events: outcomes },
      changed: recorded.changed ?? nowhere(organisation, events[0]),
    }
  },
})

const conflict = {
  code: 'USAGE_CONFLICT',
  detail: 'The same request says something else under this id.',
} as const

/** Under one id the first of a batch speaks. */
const firstOfEach = (
  organisation: string,
  events: readonly UsageInput[],
): ReadonlyMap<string, UsageInput> =>
  new Map([...events].reverse().map((input) => [usageIdFor(organisation, input), input]))

type Tools = Parameters<typeof claimUsage>[0]

/** Everything that has its key, into the streams of its months. */
const recordAll = async (
  tools: Tools,
  organisation: string,
  claimed: readonly Claimed[],
): Promise<{ readonly changed: Changed | undefined } | Rejection | Failure> => {
  let last: Changed | undefined
  for (const group of byStream(claimed)) {
    const changed = await recordInMonth(tools, organisation, group)
    if (changed !== undefined && !('stream' in changed)) return changed
    last = latest(last, changed)
    for (const one of group) {
      const corrected = await correctInMonth(tools, organisation, one)
      if (corrected !== undefined && !('stream' in corrected)) return corrected
      last = latest(last, corrected)
    }
  }
  return { changed: last }
}

const byStream = (claimed: readonly Claimed[]): readonly (readonly Claimed[])[] => {
  const groups = new Map<string, Claimed[]>()
  for (const one of claimed) {
    const key = `${one.report.meter}.${monthOf(one.report.occurredAt)}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

const latest = (one: Changed | undefined, other: Changed | undefined): Changed | undefined =>
  one === undefined || (other !== undefined && other.position > one.position) ? other : one

/** Nothing was taken: the answer stands where nothing stands. */
const nowhere = (organisation: string, event: UsageInput | undefined): Changed => ({
  stream: streamOf(usageKey, event === undefined ? organisation : usageIdFor(organisation, event)),
  revision: -1n,
  position: 0n,
  replayed: false,
  events: [],
})
