import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { priceBook, versionOf, type PriceBookCommand } from './price-book.ts'
import type { Rate, RateModel } from './rate-models.ts'

const create: PriceBookCommand = {
  type: 'CreatePriceBook',
  priceBookId: idNumber(1),
  name: 'Standard',
  asset: 'USD/2',
}
const rate = (model: RateModel, key = 'shots'): Rate => ({
  key,
  meter: 'shots',
  model,
  minimum: '0',
})
const perShot: Rate = rate({ kind: 'PER_UNIT', unitPrice: '0.01' })
const publish = (validFrom: string, ...rates: Rate[]): PriceBookCommand => ({
  type: 'PublishPriceBookVersion',
  validFrom,
  rates: rates.length === 0 ? [perShot] : rates,
})
const { given, after } = decider(priceBook)
const first = publish('2026-01-01T00:00:00Z')

t.test('a book is created once, and has versions', async () => {
  given().when(create).then(['PriceBookCreated'])
  after(create).when(create).then('ALREADY_EXISTS')
  given().when(first).then('NOT_FOUND')
  after(create).when(first).then(['PriceBookVersionPublished'])
  after(create, first).when(first).then([])
})

t.test('nothing that has begun is rated anew', async () => {
  after(create).when(publish('2025-12-31T00:00:00Z')).then('PRICE_BOOK_INVALID')
  after(create, first)
    .when(publish('2026-01-01T00:00:00Z', rate({ kind: 'FLAT', amount: '1' })))
    .then('PRICE_BOOK_INVALID')
  after(create, first).when(publish('2026-01-01T11:59:59Z')).then('PRICE_BOOK_INVALID')
  const second = publish('2026-03-01T00:00:00Z')
  after(create, first).when(second).then(['PriceBookVersionPublished'])
  after(create, first, second).when(publish('2026-02-01T00:00:00Z')).then('PRICE_BOOK_INVALID')
})

t.test('a month is rated by the version in force when it began', async (t) => {
  const { state } = after(create, first, publish('2026-02-15T00:00:00Z'))
  if (state.kind === 'absent') throw new Error('no book')
  t.equal(versionOf(state, '2025-12'), undefined)
  t.equal(versionOf(state, '2026-01')?.version, 1)
  t.equal(versionOf(state, '2026-02')?.version, 1)
  t.equal(versionOf(state, '2026-03')?.version, 2)
})

t.test('rates that contradict themselves are refused', async () => {
  const tier = (upTo: string | null) => ({ upTo, unitPrice: '1', flat: '0' })
  const refused: readonly Rate[][] = [
    [perShot, perShot],
    [{ ...perShot, minimum: '10', maximum: '9' }],
    [rate({ kind: 'GRADUATED', tiers: [tier('10')] })],
    [rate({ kind: 'GRADUATED', tiers: [tier('10'), tier('10'), tier(null)] })],
    [rate({ kind: 'VOLUME', tiers: [tier(null), tier('10')] })],
  ]
  for (const rates of refused)
    after(create)
      .when(publish('2026-01-01T00:00:00Z', ...rates))
      .then('PRICE_BOOK_INVALID')
})
