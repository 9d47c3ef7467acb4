import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { exchange, type ExchangeCommand } from './exchange.ts'
import { convert, decimalPrice, feeOf } from './price.ts'

const exchangeId = idNamed('exchange')
const one = 10n ** 18n
const price = { asset: 'USD/2', price: '0.25', at: meta.now }
const quote = (amount: string, from: string, to: string): ExchangeCommand => ({
  ...{ type: 'QuoteExchange', exchangeId, organisation: idNamed('holder') },
  ...{ sold: { amount, asset: from }, asset: to, price },
  ...{ feeBasisPoints: 100, validForSeconds: 60, most: 10_000n },
})
const buy = quote('1000', 'USD/2', 'QVT/18')
const accept: ExchangeCommand = { type: 'AcceptExchange', exchangeId }
const complete: ExchangeCommand = { type: 'CompleteExchange', exchangeId }
const fail: ExchangeCommand = { type: 'FailExchange', exchangeId, code: 'INSUFFICIENT_FUNDS' }
const { given, after } = decider(exchange)
const inAMinute = new Date(Date.parse(meta.now) + 60_000).toISOString()

t.test('a quote says what is given, kept and got', async (t) => {
  t.match(given().when(buy).decision, [
    {
      data: {
        ...{ fee: { amount: '10', asset: 'USD/2' }, expiresAt: inAMinute },
        bought: { amount: ((990n * one) / 25n).toString(), asset: 'QVT/18' },
      },
    },
  ])
  t.match(given().when(quote((4n * one).toString(), 'QVT/18', 'USD/2')).decision, [
    { data: { bought: { amount: '99', asset: 'USD/2' } } },
  ])
  given()
    .when(quote('10001', 'USD/2', 'QVT/18'))
    .then('AMOUNT_OUT_OF_RANGE')
  given()
    .when(quote('5', 'QVT/18', 'USD/2'))
    .then('AMOUNT_OUT_OF_RANGE')
  after(buy).when(buy).then('ALREADY_EXISTS')
})

t.test('it is taken while it holds, once, and ends one way', async () => {
  given().when(accept).then('NOT_FOUND')
  after(buy).when(accept).then(['ExchangeAccepted'])
  after(buy).at(inAMinute).when(accept).then('QUOTE_EXPIRED')
  after(buy, accept).when(accept).then([])
  after(buy).when(complete).then([])
  after(buy, accept).when(complete).then(['ExchangeCompleted'])
  after(buy, accept, complete).when(fail).then([])
  after(buy, accept).when(fail).then(['ExchangeFailed'])
  after(buy, accept, fail).when(complete).then([])
})

t.test('whatever the price, there and back brings no more than was given', (t) => {
  const some = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 500 }))
  const decimal = fc
    .tuple(fc.nat(100_000), fc.stringMatching(/^\d{1,18}$/))
    .map(([whole, digits]) => `${whole}.${digits}`)
    .filter((text) => decimalPrice.test(text))
  fc.assert(
    fc.property(some, decimal, ([amount, basisPoints], text) => {
      const at = { ...price, price: text }
      for (const [from, to] of [
        ['USD/2', 'QVT/18'],
        ['QVT/18', 'USD/2'],
      ] as const) {
        const fee = feeOf({ amount: amount.toString(), asset: from }, basisPoints)
        const there = convert(amount, from, to, at)
        const back = convert(there, to, from, at)
        if (back > amount || fee > amount || fee * 10_000n < amount * BigInt(basisPoints))
          return false
      }
      return true
    }),
  )
  t.throws(() => convert(1n, 'EUR/2', 'QVT/18', price))
  t.end()
})
