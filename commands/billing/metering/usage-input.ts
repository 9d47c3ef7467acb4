import { z } from 'zod'
import {
  UsageName,
  UsageCorrection,
  UsageReport,
} from '../../../domain/billing/metering/usage-item.ts'
import { derivedId } from '../../../platform/ids/ids.ts'

/** Events of one request. */
export const mostAtOnce = 200

const Report = UsageReport.extend({
  ...UsageName.shape,
  value: UsageReport.shape.value.default('1'),
})
const Correction = UsageCorrection.extend({ ...UsageName.shape, corrects: UsageName })

/** What may be said of an organisation's usage: something was used, or something that was said was wrong. */
export const UsageInput = z.discriminatedUnion('kind', [Report, Correction])
export type UsageInput = z.output<typeof UsageInput>

/** The id under which an event counts, for ever: that of its organisation, source and own id. */
export const usageIdFor = (organisation: string, { source, id }: UsageName): string =>
  derivedId('usage', organisation, source, id)

/** What came of one event: it counts, from now or from before; or why it does not. */
export type UsageOutcome = {
  readonly usageId: string
  readonly source: string
  readonly id: string
  readonly outcome: 'RECORDED' | 'REFUSED'
  readonly code?: string
  readonly detail?: string
}
