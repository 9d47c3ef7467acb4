import t from 'tap'
import { heard, passes, saga } from '../../../test/kit/given-when-then/saga.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { rewardCycle } from './cycle.ts'

const { given } = saga(rewardCycle)
const of = { chain: 'local', at: meta.now }
const opened = heard('RewardsOpened', of)
const bad = { deviceId: 'a', reservations: 9, failed: 3 }
const divided = (more: object) =>
  heard('RewardEpochDivided', { ...of, epoch: 1, service: [], shares: [], total: '0', ...more })

t.test('an epoch ends every week', async () => {
  given().when(opened).then(['schedule epoch'])
  given(opened)
    .when(passes({ days: 7 }))
    .then([{ kind: 'beginEpoch', chain: 'local' }, 'schedule epoch'])
})

t.test('it is divided, put to the chain, and slashed for', async () => {
  given(opened)
    .when(heard('RewardEpochBegun', { ...of, epoch: 1, fromPosition: '0', toPosition: '9' }))
    .then([{ kind: 'divideEpoch', epoch: 1, toPosition: '9' }])
  given(opened).when(divided({})).then([])
  given(opened)
    .when(divided({ root: '0x1', service: [bad, { ...bad, deviceId: 'b', failed: 1 }] }))
    .then([
      { kind: 'postEpoch', epoch: 1 },
      { kind: 'proposeSlashing', deviceId: 'a' },
    ])
  given(opened)
    .when(heard('RewardEpochPostingRequested', { ...of, epoch: 1, transactionId: 'it' }))
    .then([{ kind: 'publishEpoch', transactionId: 'it' }])
})

t.test('the chain says how it went', async () => {
  const said = { ...of, entryId: 'an entry', arguments: { epoch: '1', root: '0x1', total: '5' } }
  given(opened)
    .when(heard('ChainEntryFinalised', said))
    .then([{ kind: 'recordPosted', epoch: 1, entryId: 'an entry', total: '5' }])
  given(opened)
    .when(heard('TransactionCancelled', { transactionId: 'it', chain: 'local', code: 'Paused' }))
    .then([{ kind: 'failPosting', code: 'Paused' }])
})
