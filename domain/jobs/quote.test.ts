import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { PriceBookEntry } from '../devices/price-book.ts'
import { quote, type QuoteCommand } from './quote.ts'

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const issue: QuoteCommand = {
  type: 'IssueQuote',
  validForSeconds: 90,
  offer: {
    quoteId: id(1),
    organisation: id(2),
    deviceId: id(3),
    programHash: 'a'.repeat(64),
    shots: 10,
    price: PriceBookEntry.parse({
      version: '1',
      asset: 'USD/2',
      validFrom: '2026-01-01T00:00:00Z',
    }),
    estimate: { amount: '5', asset: 'USD/2' },
    maximumCost: { amount: '5', asset: 'USD/2' },
    estimatedSeconds: 1,
  },
}
const { given, after } = decider(quote)

t.test('a quote is issued', async () => given().when(issue).then(['QuoteIssued']))
t.test('once', async () => after(issue).when(issue).then('ALREADY_EXISTS'))

t.test('it expires, counted from its issue', async (t) => {
  t.strictSame(after(issue).state, {
    kind: 'issued',
    offer: issue.offer,
    expiresAt: '2026-01-01T12:01:30.000Z',
  })
})
