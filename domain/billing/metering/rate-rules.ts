import { reject, type FieldIssue, type Rejection } from '../../shared/rejection.ts'
import type { Rate, RateModel } from './rate-models.ts'
import { compare, parseDecimal } from './rational.ts'

/** What the form of a rate does not say: keys once, tiers that rise and end without end, a maximum above the minimum. */
export const refuseRates = (rates: readonly Rate[]): Rejection | undefined => {
  const issues = rates.flatMap((rate, index) => [
    ...(rates.findIndex(({ key }) => key === rate.key) === index
      ? []
      : [issue(`/rates/${index}/key`, 'a line of this key stands before')]),
    ...(rate.maximum !== undefined && BigInt(rate.maximum) < BigInt(rate.minimum)
      ? [issue(`/rates/${index}/maximum`, 'below the minimum')]
      : []),
    ...tierIssues(rate.model, `/rates/${index}/model/tiers`),
  ])
  return issues.length === 0
    ? undefined
    : reject('PRICE_BOOK_INVALID', 'The rates contradict themselves.', issues)
}

const issue = (pointer: string, detail: string): FieldIssue => ({
  pointer,
  code: 'custom',
  detail,
})

const tierIssues = (model: RateModel, pointer: string): readonly FieldIssue[] => {
  if (model.kind !== 'GRADUATED' && model.kind !== 'VOLUME') return []
  const { tiers } = model
  return tiers.flatMap(({ upTo }, index) => {
    const at = `${pointer}/${index}/upTo`
    if (upTo === null)
      return index === tiers.length - 1 ? [] : [issue(at, 'only the last tier is without end')]
    if (index === tiers.length - 1) return [issue(at, 'the last tier is without end')]
    const before = tiers[index - 1]?.upTo ?? '0'
    return compare(parseDecimal(upTo), parseDecimal(before)) > 0
      ? []
      : [issue(at, 'tiers rise from one to the next')]
  })
}
