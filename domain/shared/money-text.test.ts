import t from 'tap'
import { moneyText } from './money-text.ts'

t.test('money as people read it', async (t) => {
  const texts: readonly (readonly [string, string, string])[] = [
    ['0', 'USD/2', '0.00 USD'],
    ['5', 'USD/2', '0.05 USD'],
    ['-123456', 'USD/2', '-1,234.56 USD'],
    ['1250', 'JPY/0', '1,250 JPY'],
    ['1000000000000000000', 'QVT/18', '1.00 QVT'],
    ['1500000000000000001', 'QVT/18', '1.500000000000000001 QVT'],
    ['1', 'QVT/18', '0.000000000000000001 QVT'],
  ]
  for (const [amount, asset, text] of texts) t.equal(moneyText(amount, asset), text)
})
