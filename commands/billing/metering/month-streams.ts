import { monthOf } from '../../../domain/billing/metering/months.ts'
import { usage, usageIdOf, type NewEntry } from '../../../domain/billing/metering/usage.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeStep } from '../../accounts/step.ts'
import { usageKey } from '../../../domain/billing/metering/usage-key.ts'
import type { Changed } from '../../shared/changed.ts'
import type { CommandTools } from '../../shared/tools.ts'
import type { Claimed } from './claim-usage.ts'

type Done = Changed | Rejection | Failure | undefined

const targetOf = (organisation: string, { report }: Pick<Claimed, 'report'>) => ({
  organisation,
  meter: report.meter,
  month: monthOf(report.occurredAt),
})

const entryOf = (
  usageId: string,
  name: { source: string; id: string },
  report: Claimed['report'],
): NewEntry => {
  const { subject, value, occurredAt } = report
  return {
    usageId,
    source: name.source,
    id: name.id,
    ...(subject === undefined ? {} : { subject }),
    value,
    occurredAt,
  }
}

/** The reports of one month and meter, in one append; those that a correction is about among them, should a crash have left them out. */
export const recordInMonth = async (
  tools: CommandTools,
  organisation: string,
  group: readonly Claimed[],
): Promise<Done> => {
  const [first] = group
  if (first === undefined) return undefined
  const entries: NewEntry[] = []
  for (const { usageId, input, content, report } of group) {
    if (content.kind === 'USAGE') {
      entries.push(entryOf(usageId, input, report))
      continue
    }
    const { state } = await tools.load(usageKey, content.corrects)
    if (state.kind === 'free') return reject('USAGE_UNKNOWN', 'There is no such event to correct.')
    entries.push(entryOf(content.corrects, state.name, report))
  }
  const target = targetOf(organisation, first)
  const id = usageIdOf(organisation, target.meter, target.month)
  const step = derivedId('record', id, ...entries.map(({ usageId }) => usageId))
  return changeStep(tools, step, usage, id, { ...target, type: 'RecordUsage', entries })
}

/** A correction, behind what it corrects. */
export const correctInMonth = async (
  tools: CommandTools,
  organisation: string,
  claimed: Claimed,
): Promise<Done> => {
  const { usageId, input, content } = claimed
  if (content.kind !== 'CORRECTION') return undefined
  const { source, id } = input
  const { corrects, value, reason } = content
  const target = targetOf(organisation, claimed)
  const stream = usageIdOf(organisation, target.meter, target.month)
  const correction = { usageId, source, id, corrects, value, reason }
  const step = `correct ${usageId}`
  return changeStep(tools, step, usage, stream, { ...target, type: 'CorrectUsage', correction })
}
