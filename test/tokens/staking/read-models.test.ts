import t from 'tap'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import type { ReadModelTables } from '../../../projections/tables.ts'
import { readShares } from '../../../read-api/tokens/rewards/shares.ts'
import { readStakes } from '../../../read-api/tokens/staking/stakes.ts'
import { createRecorder } from '../../read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../read-models/rows.ts'
import { idOf } from '../../read-models/samples.ts'
import { staker } from '../../read-models/staking-steps.ts'
import { play, type StepName } from '../../read-models/steps.ts'
import { startTestPostgres } from '../../servers/postgres.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres<ReadModelTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})
const organisation = idOf('organisation', 'x')
const device_id = idOf('device', 'a')

const after = async (...steps: readonly StepName[]) => {
  const recorder = createRecorder()
  play(recorder, steps)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
}

t.test('a computer, asked for and registered', async (t) => {
  await after('computerRequested')
  t.match(await select(pool, 'quantum_computers', 'device_id'), [
    { device_id, organisation, status: 'REQUESTED', active: false },
  ])
  await after('computerRequested', 'computerRegistered')
  t.match(await select(pool, 'quantum_computers', 'device_id'), [
    { status: 'REGISTERED', operator: staker, capacity: 5n, active: true },
  ])
})

t.test('a stake is the sum of what was said of it', async (t) => {
  await after('staked', 'unstakeRequested', 'stakeSlashed', 'stakedAgain')
  const [stake, ...others] = await readStakes(db, { staker, chain: 'local' })
  t.strictSame(others, [])
  t.match(stake, {
    device_id,
    ...{ staked: '0', cooling: '20', unconfirmed: '5', slashed: '80' },
    available_at: '1767225600',
  })
  t.strictSame(await readStakes(db, { staker, chain: 'other' }), [])
})

t.test('an epoch and its shares', async (t) => {
  const divided = ['rewardsOpened', 'epochBegun', 'epochDivided'] as const
  await after(...divided)
  t.match(await select(pool, 'reward_epochs', 'epoch'), [
    { epoch: 1, stage: 'DIVIDED', total: '25', to_position: 500n },
  ])
  t.match(await readShares(db, 'local', 1), [
    { device_id, amount: '25', microseconds: '2500000', claim_status: null },
  ])
  await after(...divided, 'epochAsked', 'epochPosted')
  t.match(await select(pool, 'reward_epochs', 'epoch'), [{ stage: 'POSTED' }])
})

t.test('a slashing, contested and carried out, or waived', async (t) => {
  const contested = ['slashingProposed', 'slashingContested'] as const
  await after(...contested, 'slashingUpheld', 'slashingCarriedOut')
  t.match(await select(pool, 'slashings', 'slashing_id'), [
    {
      organisation,
      status: 'CARRIED_OUT',
      objection: 'the network',
      reason: 'the log',
      taken: '7',
    },
  ])
  await after(...contested, 'slashingWaived')
  t.match(await select(pool, 'slashings', 'slashing_id'), [{ status: 'WAIVED', taken: null }])
})
