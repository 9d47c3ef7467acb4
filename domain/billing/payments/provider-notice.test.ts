import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { Notice, providerNotice, type NoticeSubject } from './provider-notice.ts'

const { after, given } = decider(providerNotice)
const about = (subject: NoticeSubject) => ({
  type: 'ReceiveNotice' as const,
  notice: {
    ...{ noticeId: 'evt_1', provider: 'stripe', type: 'any' },
    ...{ createdAt: meta.now, subject },
  },
})
const [paymentId, refundId, payoutId] = [idNamed('payment'), idNamed('refund'), idNamed('payout')]
const received = (subject: NoticeSubject, ids: object) => [
  {
    type: 'ProviderNoticeReceived' as const,
    data: { ...about(subject).notice, ...ids, at: meta.now },
  },
]

t.test('whose business it is stands beside the subject', async () => {
  const payment: NoticeSubject = { kind: 'PAYMENT', providerId: 'pi_1', paymentId }
  given().when(about(payment)).then(received(payment, { paymentId }))
  const refund: NoticeSubject = { kind: 'REFUND', providerId: 're_1', paymentId, refundId }
  given().when(about(refund)).then(received(refund, { paymentId, refundId }))
  const payout: NoticeSubject = { kind: 'PAYOUT', providerId: 'po_1', payoutId }
  given().when(about(payout)).then(received(payout, { payoutId }))
  const organisation = idNamed('seller')
  const account: NoticeSubject = { kind: 'ACCOUNT', providerId: 'acct_1', organisation }
  given()
    .when(about(account))
    .then(received(account, { payeeOrganisation: organisation }))
  const other: NoticeSubject = { kind: 'OTHER', providerId: 'x_1', objectType: 'mandate' }
  given().when(about(other)).then(received(other, {}))
})

t.test('delivered again it is nothing new, whatever it says this time', async () => {
  const payment: NoticeSubject = { kind: 'PAYMENT', providerId: 'pi_1', paymentId }
  after(about(payment)).when(about(payment)).then([])
  after(about(payment))
    .when(about({ kind: 'METHOD', providerId: 'pm_1' }))
    .then([])
})

t.test('nothing of the object itself is part of the contract', async (t) => {
  const { notice } = about({ kind: 'PAYMENT', providerId: 'pi_1', paymentId })
  t.ok(Notice.safeParse(notice).success)
  t.notOk(Notice.safeParse({ ...notice, object: { receipt_email: 'ada@example.org' } }).success)
})
