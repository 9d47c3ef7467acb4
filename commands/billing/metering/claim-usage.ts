import {
  refuseAge,
  refuseUsage,
  refuseValue,
} from '../../../domain/billing/metering/accept-usage.ts'
import type { UsageContent, UsageReport } from '../../../domain/billing/metering/usage-item.ts'
import { usageKey } from '../../../domain/billing/metering/usage-key.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { changeStep } from '../../accounts/step.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { knownMeter, reportableMeter } from './known-meter.ts'
import { usageIdFor, type UsageInput } from './usage-input.ts'

/** An event whose key is its own, and the month's stream that it is to stand in. */
export type Claimed = {
  readonly usageId: string
  readonly input: UsageInput
  readonly content: UsageContent
  /** The report itself, or the one that is corrected. */
  readonly report: UsageReport
}

/**
 * Takes the key for an event that may count. What has its key already is not judged again: it was taken, and a repetition
 * finishes what a crash left.
 */
export const claimUsage = async (
  tools: CommandTools,
  organisation: string,
  input: UsageInput,
): Promise<Claimed | Rejection | Failure> => {
  const usageId = usageIdFor(organisation, input)
  const judged = await judge(tools, organisation, input)
  if (isRejection(judged) && !(await isKnown(tools, usageId))) return judged
  const content = isRejection(judged) ? contentOf(organisation, input) : judged.content
  const report = isRejection(judged) ? await reportIn(tools, organisation, content) : judged.report
  if (isRejection(report)) return report
  const { source, id } = input
  const command = {
    type: 'ClaimUsageKey',
    usageId,
    organisation,
    name: { source, id },
    content,
  } as const
  const claimed = await changeStep(tools, `claim ${usageId}`, usageKey, usageId, command)
  return 'stream' in claimed ? { usageId, input, content, report } : claimed
}

type Judged = { readonly content: UsageContent; readonly report: UsageReport }

const judge = async (
  tools: CommandTools,
  organisation: string,
  input: UsageInput,
): Promise<Judged | Rejection> => {
  const content = contentOf(organisation, input)
  const report = await reportIn(tools, organisation, content)
  if (isRejection(report)) return report
  const now = tools.services.clock.now().toISOString()
  if (content.kind === 'USAGE') {
    const meter = await reportableMeter(tools.services, report.meter)
    if (isRejection(meter)) return meter
    return refuseUsage(meter, report, now) ?? { content, report }
  }
  const meter = await knownMeter(tools.services, report.meter)
  if (isRejection(meter)) return meter
  const refused = content.value === null ? undefined : refuseValue(meter, content.value)
  return refused ?? refuseAge(report.occurredAt, now) ?? { content, report }
}

/** What is kept under the key. */
export const contentOf = (organisation: string, input: UsageInput): UsageContent => {
  if (input.kind === 'CORRECTION') {
    const { kind, value, reason } = input
    return { kind, corrects: usageIdFor(organisation, input.corrects), value, reason }
  }
  const { source: _source, id: _id, ...report } = input
  return report
}

const reportIn = async (
  { load }: CommandTools,
  organisation: string,
  content: UsageContent,
): Promise<UsageReport | Rejection> => {
  if (content.kind === 'USAGE') return content
  const { state } = await load(usageKey, content.corrects)
  return state.kind === 'claimed' &&
    state.organisation === organisation &&
    state.content.kind === 'USAGE'
    ? state.content
    : reject('USAGE_UNKNOWN', 'There is no such event to correct.')
}

const isKnown = async ({ load }: CommandTools, usageId: string): Promise<boolean> =>
  (await load(usageKey, usageId)).state.kind === 'claimed'

/** Whether two events say the same; of two that do not, only one can have the key. */
export const saysTheSame = (organisation: string, one: UsageInput, other: UsageInput): boolean =>
  same(contentOf(organisation, one), contentOf(organisation, other))
