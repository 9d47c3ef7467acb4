import { z } from 'zod'
import { compareRatings } from '../../../domain/billing/metering/compare-ratings.ts'
import { Month } from '../../../domain/billing/metering/months.ts'
import {
  Comparison,
  rerating,
  type ReratingCommand,
} from '../../../domain/billing/metering/rerating.ts'
import type { UsageCut } from '../../../domain/billing/metering/usage-cut.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { Services } from '../../shared/services.ts'
import { ratePeriod } from './rate-period.ts'

const Version = z.int().min(1).max(100_000)
const Against = z.strictObject({ priceBookId: Id, version: Version.exactOptional() })
const Wanted = Against.extend({ organisation: Id, month: Month, against: Against })

/** The comparison as it is answered. */
export const ComparisonView = Comparison.omit({ cut: true })

/** What a month of usage would have cost by this book, held against another one or another version. Nothing is billed. */
export const rerateMonth = defineCommand({
  name: 'billing.rerate-month',
  input: Wanted,
  scope: 'billing:admin',
  run: async (input, { context, create, services }) => {
    const reratingId = derivedId(context.commandId, 'rerating')
    const changed = await create(rerating, reratingId, () =>
      comparePrices(services, reratingId, input),
    )
    if (!('stream' in changed)) return changed
    if (changed.state.kind === 'absent') return notFound('comparison')
    const { cut: _, ...answer } = changed.state.comparison
    return { answer, changed }
  },
})

/** The same month by two books, up to one cut; nothing is written. */
export const comparePrices = async (
  services: Pick<Services, 'eventStore' | 'foldCache'>,
  reratingId: string,
  { organisation, month, against, ...wanted }: z.output<typeof Wanted>,
): Promise<{ readonly command: ReratingCommand } | Rejection | Failure> => {
  const of = (priceBook: z.output<typeof Against>, upTo?: UsageCut) =>
    ratePeriod(services, {
      organisation,
      month,
      priceBook,
      ...(upTo === undefined ? {} : { upTo }),
    })
  const after = await of(wanted)
  if (!('lines' in after)) return after
  const now = await of(against)
  if (!('lines' in now)) return now
  if (now.asset !== after.asset)
    return reject('ASSET_MISMATCH', `One book is in ${now.asset}, the other in ${after.asset}.`)
  // Both up to one cut, so that what is reported meanwhile is no difference of price.
  const cut = { ...now.cut, ...after.cut, meters: { ...now.cut.meters, ...after.cut.meters } }
  const before = await of(against, cut)
  if (!('lines' in before)) return before
  const comparison = {
    reratingId,
    organisation,
    month,
    asset: after.asset,
    before: { priceBookId: against.priceBookId, version: before.version },
    after: { priceBookId: wanted.priceBookId, version: after.version },
    ...compareRatings(before.lines, after.lines),
    cut,
  }
  return { command: { type: 'RecordComparison', comparison } }
}
