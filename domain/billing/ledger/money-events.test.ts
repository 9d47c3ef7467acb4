import t from 'tap'
import { z } from 'zod'
import { aggregates } from '../../aggregates.ts'
import type { AnyDefinition } from '../../shared/decode.ts'
import { accountTypes, factsOf, type AccountType, type Mover } from './chart.ts'
import { moneyDefinitions, moneyStreams, postingsOf } from './money-events.ts'

type Stored = { readonly category: string; readonly definitions: readonly AnyDefinition[] }
const categories: readonly Stored[] = aggregates

const nameOf = (type: AccountType): string =>
  factsOf(type).owner === 'HUB' ? type : `${type}:0190d5a0-0000-7000-8000-000000000001`

const inAndOut = (account: string) => [
  { account, side: 'DEBIT', amount: '1' },
  { account, side: 'CREDIT', amount: '1' },
]

void t.test('every event with postings is of the ledger, as the stream it stands in', async (t) => {
  const byMover = new Map<string, ReadonlySet<string>>(
    moneyStreams.map(({ mover, definitions }) => [mover, new Set(definitions.map((d) => d.type))]),
  )
  for (const { category, definitions } of categories)
    for (const definition of definitions)
      if (postingsOf(definition) !== undefined)
        t.ok(
          byMover.get(category)?.has(definition.type),
          `${definition.type} of ${category} moves money, and domain/billing/ledger/money-events.ts does not know it`,
        )
  t.equal(new Set(moneyDefinitions.map(({ type }) => type)).size, moneyDefinitions.length)
})

void t.test('an event moves only accounts that the chart gives to its stream', async (t) => {
  for (const { mover, definitions } of moneyStreams)
    for (const definition of definitions) {
      const postings = postingsOf(definition) ?? z.never()
      t.ok(z.safeParse(postings, []).success, `${definition.type} may move nothing`)
      const moved = accountTypes.filter(
        (type) => z.safeParse(postings, inAndOut(nameOf(type))).success,
      )
      const foreign = moved.filter((type) => !movers(type).includes(mover))
      t.strictSame(foreign, [], `${definition.type} of ${mover} leaves others' accounts alone`)
      t.ok(moved.length > 0, `${definition.type} can move something`)
      const [one] = inAndOut(nameOf(moved[0] ?? 'customer_credit'))
      t.notOk(z.safeParse(postings, [one]).success, `${definition.type} is balanced`)
    }
})

const movers = (type: AccountType): readonly Mover[] => factsOf(type).movedBy
