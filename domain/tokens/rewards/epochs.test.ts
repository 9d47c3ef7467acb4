import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import fc from '../../../test/kit/fast-check.ts'
import { isRejection } from '../../shared/rejection.ts'
import type { RewardEpochEvent, RewardShare } from './epoch-events.ts'
import { rewardEpochs, type RewardEpochsCommand } from './epochs.ts'

const { given, after } = decider(rewardEpochs)
const of = { chain: 'local' }
const root = `0x${'1'.repeat(64)}`
const terms = { pool: 100n, perSecond: 1n }
const open: RewardEpochsCommand = { ...of, type: 'OpenRewards' }
const begin = (toPosition: bigint): RewardEpochsCommand => ({
  ...of,
  type: 'BeginEpoch',
  toPosition,
  terms,
})
const share: RewardShare = {
  deviceId: idNamed('device'),
  computerId: `0x${'2'.repeat(64)}`,
  account: `0x${'aB'.repeat(20)}`,
  microseconds: '5',
  amount: '40',
}
const divided = (epoch: number, amount = '40'): RewardEpochsCommand => ({
  ...of,
  type: 'DivideEpoch',
  epoch,
  shares: [{ ...share, amount }],
  service: [],
  root,
})
const empty = (epoch: number): RewardEpochsCommand => ({
  ...of,
  type: 'DivideEpoch',
  epoch,
  shares: [],
  service: [],
})
const post = (epoch: number): RewardEpochsCommand => ({ ...of, type: 'PostEpoch', epoch })
const posted = (epoch: number): RewardEpochsCommand => ({
  ...of,
  type: 'RecordPosted',
  epoch,
  entryId: idNamed(`entry ${epoch}`),
  root,
  total: '40',
})
const fail: RewardEpochsCommand = {
  ...of,
  type: 'FailPosting',
  transactionId: idNamed('posting'),
  code: 'Paused',
}

t.test('epochs follow each other without a gap', async (t) => {
  given().when(begin(10n)).then('NOT_FOUND')
  after(open).when(open).then([])
  after(open).when(begin(10n)).then(['RewardEpochBegun'])
  const two = after(open, begin(10n), divided(1), post(1), posted(1)).when(begin(25n))
  t.match(two.decision, [{ data: { epoch: 2, fromPosition: '10', toPosition: '25' } }])
  after(open, begin(10n), empty(1)).when(begin(25n)).then(['RewardEpochBegun'])
})

t.test('none begins before the last one is on the chain, or of nothing', async () => {
  after(open, begin(10n)).when(begin(20n)).then([])
  after(open, begin(10n), divided(1), post(1)).when(begin(20n)).then([])
  after(open, begin(10n), divided(1), post(1), fail).when(begin(20n)).then([])
  after(open, begin(10n), empty(1)).when(begin(10n)).then([])
})

t.test('an epoch is divided once, and never above its pool', async () => {
  after(open, begin(10n)).when(divided(1, '101')).then('INVALID_INPUT')
  after(open, begin(10n), divided(1)).when(divided(1)).then([])
  after(open, begin(10n)).when(divided(2)).then([])
  after(open, begin(10n), empty(1)).when(post(1)).then([])
})

t.test('a posting that failed is tried again, and the chain’s word ends it', async () => {
  const failed = after(open, begin(10n), divided(1), post(1), fail)
  failed.when(post(1)).then(['RewardEpochPostingRequested'])
  failed.when(posted(1)).then(['RewardEpochPosted'])
  failed.when(fail).then([])
  after(open, begin(10n), divided(1), post(1)).when(post(1)).then([])
  after(open, begin(10n), divided(1), post(1), posted(1)).when(posted(1)).then([])
  after(open).when(post(1)).then('NOT_FOUND')
})

t.test(
  'whatever comes in whatever order: every position of the log is in one epoch at most, none is left out',
  async () => {
    const epochs = fc.integer({ min: 1, max: 4 })
    const wish = fc.oneof(
      fc.bigInt(1n, 50n).map(begin),
      epochs.map((epoch) => divided(epoch)),
      ...[empty, post, posted].map((make) => epochs.map(make)),
      fc.constant(fail),
    )
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
        const events: RewardEpochEvent[] = []
        for (const each of [open, ...wishes]) {
          const { decision } = given(...events).when(each)
          if (!isRejection(decision)) events.push(...decision)
        }
        const spans = events.flatMap((event) =>
          event.type === 'RewardEpochBegun' ? [event.data] : [],
        )
        return spans.every(
          ({ epoch, fromPosition, toPosition }, index) =>
            epoch === index + 1 &&
            fromPosition === (spans[index - 1]?.toPosition ?? '0') &&
            BigInt(toPosition) > BigInt(fromPosition),
        )
      }),
    )
  },
)
