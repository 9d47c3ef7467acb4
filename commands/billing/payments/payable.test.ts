import t from 'tap'
import { unpayable } from './payable.ts'

const why = (amount: string, asset: string): string | undefined =>
  unpayable({ amount, asset })?.rejected

t.test('a card pays in currencies, in the unit that each is counted in', async (t) => {
  for (const asset of ['USD/2', 'JPY/0', 'NZD/2', 'KRW/0'])
    t.equal(why('5000', asset), undefined, asset)
  for (const asset of ['JPY/2', 'KWD/2', 'KWD/3', 'USD/0', 'USD/3', 'QVT/18', 'TWD/2', 'ISK/0'])
    t.equal(why('5000', asset), 'ASSET_MISMATCH', asset)
})

t.test('not less than its provider takes, nor more than fits', async (t) => {
  t.equal(why('49', 'USD/2'), 'AMOUNT_OUT_OF_RANGE')
  t.equal(why('50', 'USD/2'), undefined)
  t.equal(why('30', 'GBP/2'), undefined)
  t.equal(why('49', 'JPY/0'), 'AMOUNT_OUT_OF_RANGE')
  t.equal(why('1499', 'CZK/2'), 'AMOUNT_OUT_OF_RANGE')
  t.equal(why('100000000', 'USD/2'), 'AMOUNT_OUT_OF_RANGE')
  t.equal(why('99999999', 'USD/2'), undefined)
})
