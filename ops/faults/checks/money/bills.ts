import type { BillEvent } from '../../../../domain/billing/bills/bill-events.ts'
import { recurringKeysOf, totalOf } from '../../../../domain/billing/bills/lines.ts'
import type { NumberEvent } from '../../../../domain/billing/bills/numbers.ts'
import { dataOf, streamsOf } from '../streams.ts'
import { twice, type LogCheck } from './log-check.ts'

/**
 * Invariant 5: a bill is the sum of its lines, whose ids are its own; its content stands once it is finalised; what comes back
 * every period is billed once for each; numbers have no gap.
 */
export const bills: LogCheck = ({ log }) => {
  const recurring: string[] = []
  const ofBills = [...streamsOf(log, 'bill')].flatMap(([billId, events]) => {
    const drafted = dataOf<BillEvent, 'BillDrafted'>(events, 'BillDrafted')
    const finalised = dataOf<BillEvent, 'BillFinalised'>(events, 'BillFinalised')
    const voided = events.some(({ type }) => type === 'BillVoided')
    const lines = drafted.at(-1)?.lines ?? []
    if (!voided) recurring.push(...recurringKeysOf(lines))
    const firstFinal = events.findIndex(({ type }) => type === 'BillFinalised')
    const late = events.slice(firstFinal + 1).some(({ type }) => type === 'BillDrafted')
    return [
      ...twice(lines.map(({ lineId }) => lineId)).map(
        (id) => `bill ${billId} has line ${id} twice`,
      ),
      ...(finalised.length > 1 ? [`bill ${billId} was finalised ${finalised.length} times`] : []),
      ...(firstFinal >= 0 && late ? [`bill ${billId} was drafted again after it was final`] : []),
      ...finalised.flatMap(({ totals, taxParts }) => {
        const tax = taxParts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
        const sum = totalOf(lines)
        return [
          ...(sum + BigInt(totals.tax) === BigInt(totals.total)
            ? []
            : [
                `bill ${billId} totals ${totals.total}; its lines and tax ${(sum + tax).toString()}`,
              ]),
          ...(tax === BigInt(totals.tax)
            ? []
            : [`bill ${billId}: tax of ${totals.tax}, on its lines ${tax.toString()}`]),
        ]
      }),
    ]
  })
  const numbers = [...streamsOf(log, 'billNumbers')].flatMap(([series, events]) =>
    dataOf<NumberEvent, 'DocumentNumbered'>(events, 'DocumentNumbered').flatMap(
      ({ sequence, number }, index) =>
        sequence === index + 1 ? [] : [`${series}: ${number} is not number ${index + 1}`],
    ),
  )
  return [...ofBills, ...numbers, ...twice(recurring).map((what) => `${what} stands on two bills`)]
}
