import t from 'tap'
import { heard, passes, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { autoTopUp } from './auto-top-up.ts'
import { grantExpiry } from './grant-expiry.ts'
import { holdExpiry } from './hold-expiry.ts'

const organisation = idNamed('buyer')
const of = { organisation, walletId: `${organisation}-USD`, asset: 'USD/2' }
const grantId = idNamed('grant')
const inADay = '2026-01-02T12:00:00.000Z'
const granted = heard('CreditGranted', { ...of, grantId, expiresAt: inADay })

const grants = saga(grantExpiry)
t.test('a grant ends when its time is over', async () => {
  grants.given().when(granted).then(['schedule expiry'])
  grants
    .given(granted)
    .when(passes({ days: 1 }))
    .then([{ kind: 'expireGrant', grantId }])
  grants
    .given(granted, passes({ days: 1 }))
    .when(succeeded('expireGrant', {}))
    .then(['end EXPIRED'])
})
t.test('what is rolled over ends later', async () =>
  grants
    .given(granted, passes({ days: 1 }))
    .when(succeeded('expireGrant', { expiresAt: '2026-02-01T12:00:00.000Z' }))
    .then(['schedule expiry']),
)
t.test('what never expires, or is voided, is not waited for', async () => {
  const forEver = heard('CreditGranted', { ...of, grantId })
  grants.given().when(forEver).then(['end NEVER_EXPIRES'])
  grants
    .given(granted)
    .when(heard('GrantVoided', { ...of, grantId }))
    .then(['end VOIDED'])
})

t.test('a hold that has a time is given back when it is over', async () => {
  const holdId = idNamed('hold')
  const limited = heard('HoldTimeLimited', { ...of, holdId, expiresAt: inADay })
  const { given } = saga(holdExpiry)
  given().when(limited).then(['schedule expiry'])
  given(limited)
    .when(passes({ days: 1 }))
    .then([{ kind: 'expireHold', holdId }])
  given(limited, passes({ days: 1 }))
    .when(succeeded('expireHold'))
    .then(['end EXPIRED'])
})

const topUpId = idNamed('top-up')
const due = heard('TopUpDue', {
  ...of,
  ...{ topUpId, topUp: '5000', methodId: idNamed('method'), userId: idNamed('user') },
})
const topUps = saga(autoTopUp)
t.test('a top-up that is due is asked of the card, under its own id', async () => {
  topUps
    .given()
    .when(due)
    .then([{ kind: 'requestTopUp', topUpId, amount: { amount: '5000', asset: 'USD/2' } }])
  topUps
    .given(due, succeeded('requestTopUp'))
    .when(heard('PaymentSucceeded', { paymentId: topUpId }))
    .then(['end PAID'])
})
t.test('the wallet is told when nothing comes of it', async () => {
  topUps
    .given(due, succeeded('requestTopUp'))
    .when(heard('PaymentCancelled', { paymentId: topUpId }))
    .then([{ kind: 'failTopUp', topUpId }])
  topUps
    .given(due)
    .when(refused('requestTopUp', 'NOT_FOUND'))
    .then([{ kind: 'failTopUp', code: 'NOT_FOUND' }])
})
