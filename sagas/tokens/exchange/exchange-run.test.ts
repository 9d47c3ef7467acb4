import t from 'tap'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { exchangeRun } from './exchange-run.ts'

const exchangeId = idNamed('exchange')
const usd = (amount: string) => ({ amount, asset: 'USD/2' })
const accepted = heard('ExchangeAccepted', {
  ...{ exchangeId, organisation: idNamed('holder'), sold: usd('100'), fee: usd('1') },
  bought: { amount: '5', asset: 'QVT/18' },
})
const { given } = saga(exchangeRun)

t.test('both sides are booked, one after the other', async () => {
  given().when(accepted).then(['request sell'])
  given(accepted).when(succeeded('sell')).then(['request buy'])
  given(accepted, succeeded('sell')).when(succeeded('buy')).then(['request complete'])
  given(accepted, succeeded('sell'), succeeded('buy'))
    .when(succeeded('complete'))
    .then(['end COMPLETED'])
})

t.test('what can’t be bought is given back', async () => {
  given(accepted)
    .when(refused('sell', 'INSUFFICIENT_FUNDS'))
    .then([{ kind: 'fail', code: 'INSUFFICIENT_FUNDS' }])
  const unbought = [accepted, succeeded('sell'), refused('buy', 'ASSET_MISMATCH')] as const
  given(...unbought.slice(0, 2))
    .when(refused('buy', 'ASSET_MISMATCH'))
    .then(['request giveBack'])
  given(...unbought)
    .when(succeeded('giveBack'))
    .then([{ kind: 'fail', code: 'ASSET_MISMATCH' }])
  given(...unbought, succeeded('giveBack'))
    .when(succeeded('fail'))
    .then(['end FAILED'])
})
