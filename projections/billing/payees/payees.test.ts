import t from 'tap'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../../test/read-models/rows.ts'
import { idOf } from '../../../test/read-models/samples.ts'
import { play, type StepName } from '../../../test/read-models/steps.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const organisation = idOf('organisation', 'x')
const payoutId = idOf('payout', '1')

const after = async (...steps: readonly StepName[]) => {
  const recorder = createRecorder()
  play(recorder, steps)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  return recorder
}

t.test('who earns before they onboard is a payee, whose money ripens', async (t) => {
  await after('credit', 'settleEarnings')
  t.match(await select(pool, 'payees', 'organisation'), [
    { organisation, onboarding: 'NOT_STARTED', hold_back_days: 7, revision: 0n },
  ])
  t.match(await select(pool, 'payee_balances', 'asset'), [
    { total: '900', matured: '0', maturing: [{ amount: '900' }], in_transit: '0' },
  ])
})
t.test('a payout on its way, paid, and back again', async (t) => {
  const ready = ['onboard', 'activate', 'payAtOnce', 'settleEarnings', 'payOut'] as const
  await after(...ready)
  t.match(await select(pool, 'payouts', 'payout_id'), [
    { payout_id: payoutId, status: 'REQUESTED', amount: '400', reference: null },
  ])
  t.match(await select(pool, 'payee_balances', 'asset'), [{ total: '500', in_transit: '400' }])
  await after(...ready, 'payoutSent', 'payoutPaid', 'payoutFails')
  t.match(await select(pool, 'payouts', 'payout_id'), [
    { status: 'RETURNED', reference: 'po_1', code: 'account_closed' },
  ])
  t.match(await select(pool, 'payee_balances', 'asset'), [{ total: '900', in_transit: '0' }])
  const entries = await select(pool, 'payee_entries', 'position')
  t.match(
    entries.map(({ kind, amount, balance }) => [kind, amount, balance]),
    [
      ['EARNINGS', '900', '900'],
      ['PAYOUT', '-400', '500'],
      ['PAYOUT_RETURNED', '400', '900'],
    ],
  )
})
t.test('runs of the settlement, and rules of commission', async (t) => {
  await after('openSettlement', 'settleLosses', 'beginRun', 'completeRun', 'setCommission')
  t.match(await select(pool, 'settlement_runs', 'run_id'), [
    { from_position: 0n, to_position: 74n, sums: [{ amount: '-400' }] },
  ])
  t.match(await select(pool, 'commission_rules', 'rule_id'), [
    { basis_points: 1_250, valid_until: null, scope: { of: 'SELLER' } },
  ])
  await after('setCommission', 'endCommission')
  const [rule] = await select(pool, 'commission_rules', 'rule_id')
  t.type(rule?.['valid_until'], Date)
})
