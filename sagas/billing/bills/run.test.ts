import t from 'tap'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { billingRun } from './run.ts'

const { given } = saga(billingRun)
const of = { walletId: `${idNamed('org')}-USD`, organisation: idNamed('org'), asset: 'USD/2' }
const at = '2026-01-01T12:00:00.000Z'
const credited = heard('WalletCredited', { ...of, at, amount: '5' })
const billId = idNamed('bill')

t.test('from the first money on, every month is billed when it is over', async () => {
  given().when(credited).then(['schedule periodEnd'])
  given(credited).when(credited).then([])
  given(credited)
    .when(passes({ days: 31 }))
    .then([{ kind: 'closePeriod', ...of, end: '2026-02-01T00:00:00.000Z' }, 'schedule periodEnd'])
  given(credited, passes({ days: 31 }), succeeded('closePeriod', { end: at }))
    .when(passes({ days: 28 }))
    .then([{ kind: 'closePeriod', end: '2026-03-01T00:00:00.000Z' }, 'schedule periodEnd'])
})

t.test('what was closed with a bill is finalised; without one there is none', async () => {
  given(credited, passes({ days: 31 }))
    .when(succeeded('closePeriod', { end: at, billId }))
    .then([{ kind: 'finaliseBill', billId }])
  given(credited, passes({ days: 31 }))
    .when(succeeded('closePeriod', { end: at }))
    .then([])
})

t.test('metered usage alone starts it, and so does who wants a bill now', async () => {
  const { asset, ...others } = of
  const terms = { priceBook: { asset } }
  given()
    .when(heard('BillingTermsSet', { ...others, terms, at }))
    .then(['schedule periodEnd'])
  given()
    .when(heard('BillRequested', { ...of, at }))
    .then(['schedule periodEnd', { kind: 'closePeriod', ...of, end: at }])
  given(credited)
    .when(heard('BillRequested', { ...of, at }))
    .then([{ kind: 'closePeriod', ...of, end: at }])
})

t.test('what can’t be billed is told to operators, and tried until it can', async () => {
  const end = '2026-02-01T00:00:00.000Z'
  const stuck = [credited, passes({ days: 31 }), refused('closePeriod', 'NOT_FOUND')] as const
  given(credited, passes({ days: 31 }))
    .when(refused('closePeriod', 'NOT_FOUND'))
    .then([
      { kind: 'reportHeldUp', walletId: of.walletId, why: 'closePeriod: NOT_FOUND' },
      'schedule retry',
    ])
  given(...stuck)
    .when(passes({ hours: 6 }))
    .then([{ kind: 'closePeriod', ...of, end }])
  const again = [...stuck, passes({ hours: 6 })] as const
  given(...again)
    .when(refused('closePeriod', 'NOT_FOUND'))
    .then(['request reportHeldUp', 'schedule retry'])
  given(...again)
    .when(succeeded('closePeriod', { end, billId }))
    .then([{ kind: 'finaliseBill', billId }])
  given(...again, succeeded('closePeriod', { end, billId }))
    .when(succeeded('finaliseBill'))
    .then([{ kind: 'reportGoingOn', walletId: of.walletId }])
  given(...again)
    .when(succeeded('closePeriod', { end }))
    .then([{ kind: 'reportGoingOn', walletId: of.walletId }])
  const unnumbered = [credited, passes({ days: 31 }), succeeded('closePeriod', { end, billId })]
  given(...unnumbered, refused('finaliseBill', 'INVALID_INPUT'))
    .when(passes({ hours: 6 }))
    .then([{ kind: 'finaliseBill', billId }])
})
