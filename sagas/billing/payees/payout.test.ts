import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import {
  heard,
  passes,
  refused,
  saga,
  succeeded,
  unknown,
} from '../../../test/kit/given-when-then/saga.ts'
import { payeeAccountWatch } from './account-watch.ts'
import { payoutSchedule } from './payout-schedule.ts'
import { payeePayout } from './payout.ts'
import { settlementCycle } from './settlement-cycle.ts'

const organisation = idNamed('seller')
const payoutId = idNamed('payout')
const at = meta.now
const requested = heard('PayoutRequested', {
  ...{ organisation, payoutId, at },
  asset: 'USD/2',
  amount: '5000',
  accountId: 'acct_1',
  why: 'SCHEDULED',
  transactionId: idNamed('transaction'),
  postings: [],
})
const notice = heard('ProviderNoticeReceived', { payoutId })
const done = (reference: string) => succeeded('order', { outcome: 'DONE', reference, at })
const no = (code: string) => succeeded('order', { outcome: 'REFUSED', code, at })
const found = (reference: string) => succeeded('find', { outcome: 'DONE', reference, at })
const absent = succeeded('find', { outcome: 'ABSENT' })
const recorded = (as: string) => succeeded('record', { as })
const underWay = succeeded('look', { state: 'UNDER_WAY' })
const paid = succeeded('look', { state: 'PAID' })
const failed = succeeded('look', { state: 'FAILED', code: 'account_closed', at })

const { given } = saga(payeePayout)
const sent = [requested, done('tr_1'), done('po_1'), recorded('SENT')]
const seenPaid = [...sent, notice, paid, recorded('PAID')]

t.test('to the account, to the bank, and then it is watched', async () => {
  given()
    .when(requested)
    .then([{ kind: 'order' }])
  given(requested)
    .when(done('tr_1'))
    .then([{ kind: 'order' }])
  given(requested, done('tr_1'))
    .when(done('po_1'))
    .then([{ kind: 'record', word: { as: 'SENT', reference: 'po_1' } }, 'schedule look'])
  given(...sent)
    .when(passes({ hours: 6 }))
    .then([{ kind: 'look', reference: 'po_1' }])
  given(...sent)
    .when(notice)
    .then([{ kind: 'look' }])
  given(...sent, notice)
    .when(underWay)
    .then(['schedule look'])
  given(...sent, notice)
    .when(paid)
    .then([{ kind: 'record', word: { as: 'PAID', reference: 'po_1' } }, 'schedule look'])
})
t.test('what nobody knows is asked about before anything is tried again', async () => {
  given(requested)
    .when(unknown('order'))
    .then([{ kind: 'record', word: { as: 'UNKNOWN', reason: 'no reply' } }, 'schedule ask'])
  const asking = given(requested, unknown('order'), recorded('UNKNOWN'))
  asking.when(passes({ minutes: 1 })).then([{ kind: 'find' }])
  const asked = [requested, unknown('order'), recorded('UNKNOWN'), passes({ minutes: 1 })]
  given(...asked)
    .when(found('tr_1'))
    .then([{ kind: 'order' }])
  given(...asked)
    .when(absent)
    .then([{ kind: 'order' }])
  given(...asked)
    .when(succeeded('find', { outcome: 'REFUSED', code: 'DID_NOT_HAPPEN', at }))
    .then([{ kind: 'record', word: { as: 'FAILED', code: 'DID_NOT_HAPPEN' } }])
})
t.test('a transfer that is refused puts the money back on the balance', async () => {
  given(requested)
    .when(no('BALANCE_INSUFFICIENT'))
    .then([{ kind: 'record', word: { as: 'FAILED', code: 'BALANCE_INSUFFICIENT' } }])
  given(requested, no('BALANCE_INSUFFICIENT')).when(recorded('FAILED')).then(['end FAILED'])
})
t.test(
  'what the bank will not have is fetched back first, and only then on the balance',
  async () => {
    const refusedByBank = [requested, done('tr_1'), no('account_closed')]
    given(requested, done('tr_1'))
      .when(no('account_closed'))
      .then([{ kind: 'order' }])
    given(...refusedByBank)
      .when(done('trr_1'))
      .then([{ kind: 'record', word: { as: 'FAILED', code: 'account_closed' } }])
    given(...sent, notice)
      .when(failed)
      .then(['unschedule look', { kind: 'order' }])
    given(...sent, notice, failed, done('trr_1'))
      .when(recorded('FAILED'))
      .then(['end FAILED'])
  },
)
t.test('one that comes back after it was paid is returned, and only once', async () => {
  given(...seenPaid, notice)
    .when(paid)
    .then([])
  given(...seenPaid, notice)
    .when(failed)
    .then(['unschedule look', { kind: 'order' }])
  given(...seenPaid, notice, notice, failed)
    .when(failed)
    .then([])
  given(...seenPaid, notice, failed, done('trr_1'))
    .when(recorded('FAILED'))
    .then(['end RETURNED'])
})
t.test('two months later it is over', async () => {
  given(...seenPaid)
    .when(passes({ days: 60 }))
    .then([{ kind: 'look' }])
  given(...seenPaid, passes({ days: 60 }))
    .when(paid)
    .then(['end PAID'])
})
t.test('money that the provider will not send back is a finding, and asked for again', async () => {
  const comesBack = [requested, done('tr_1'), no('account_closed')] as const
  given(...comesBack)
    .when(no('BALANCE_INSUFFICIENT'))
    .then([
      { kind: 'reportHeldUp', why: 'The transfer is not reversed: BALANCE_INSUFFICIENT' },
      'schedule ask',
    ])
  const heldUp = [...comesBack, no('BALANCE_INSUFFICIENT')] as const
  given(...heldUp)
    .when(passes({ hours: 25 }))
    .then(['request find'])
  const absent = succeeded('find', { outcome: 'REFUSED', code: 'DID_NOT_HAPPEN', at })
  given(...heldUp, passes({ hours: 25 }))
    .when(absent)
    .then(['request order'])
  given(...heldUp, passes({ hours: 25 }), absent)
    .when(done('trr_1'))
    .then([
      { kind: 'record', word: { as: 'FAILED', code: 'account_closed' } },
      'request reportGoingOn',
    ])
})

t.test('what should never be refused stops where it can be seen', async () => {
  given(...sent, notice)
    .when(refused('look', 'NOT_FOUND'))
    .then(['end HALTED look NOT_FOUND'])
})

t.test('payouts are asked for by the schedule, and of none who may not be paid', async () => {
  const schedule = saga(payoutSchedule)
  const account = (onboarding: string) => heard('PayeeAccountChanged', { organisation, onboarding })
  const settings = (every: string) =>
    heard('PayeeSettingsChanged', { organisation, schedule: { every } })
  schedule.given().when(account('ACTIVE')).then(['schedule payout'])
  schedule.given().when(account('PENDING')).then([])
  schedule
    .given(account('ACTIVE'))
    .when(passes({ days: 4 }))
    .then([{ kind: 'requestDue', organisation }, 'schedule payout'])
  schedule.given(account('ACTIVE')).when(account('RESTRICTED')).then(['unschedule payout'])
  schedule.given(account('ACTIVE')).when(settings('NEVER')).then(['unschedule payout'])
  schedule
    .given(settings('DAY'), account('ACTIVE'))
    .when(passes({ days: 1 }))
    .then([{ kind: 'requestDue' }, 'schedule payout'])
})

t.test('it is settled every night, and when somebody asks', async () => {
  const settlement = saga(settlementCycle)
  const opened = heard('SettlementOpened', { settlementId: 'hub', at })
  const begun = heard('SettlementRunBegun', {
    ...{ settlementId: 'hub', at },
    runId: idNamed('run'),
    fromPosition: '0',
    toPosition: '10',
  })
  settlement.given().when(opened).then(['schedule night'])
  settlement
    .given(opened)
    .when(passes({ hours: 14 }))
    .then([{ kind: 'beginRun' }, 'schedule night'])
  settlement
    .given(opened)
    .when(begun)
    .then([{ kind: 'settle', fromPosition: '0', toPosition: '10' }])
})

t.test('an account is looked at when there is news of it, and now and then', async () => {
  const watch = saga(payeeAccountWatch)
  const started = heard('PayeeOnboardingStarted', { organisation, accountId: 'acct_1', at })
  const news = heard('ProviderNoticeReceived', { payeeOrganisation: organisation })
  const seen = (onboarding: string) => succeeded('lookAtAccount', { onboarding })
  watch.given().when(started).then(['schedule look'])
  watch
    .given(started)
    .when(news)
    .then([{ kind: 'lookAtAccount', accountId: 'acct_1' }])
  watch.given(started, news).when(seen('ACTIVE')).then(['schedule look'])
  watch
    .given(started, news, seen('ACTIVE'))
    .when(passes({ days: 6 }))
    .then([])
  watch
    .given(started, news, seen('RESTRICTED'))
    .when(passes({ days: 1 }))
    .then([{ kind: 'lookAtAccount' }, 'schedule look'])
})
