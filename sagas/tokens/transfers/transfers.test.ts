import t from 'tap'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { tokenDepositing } from './deposit.ts'
import { tokenWithdrawal } from './withdrawal.ts'

const entryId = idNamed('entry')
const organisation = idNamed('holder')
const entry = (type: string, observation = 1) =>
  heard(type, {
    ...{ entryId, chain: 'local', contract: 'QVT', event: 'Transfer', observation },
    arguments: { from: '0xA', to: '0xB', value: '5' },
    transactionHash: '0xC',
  })
const seen = entry('ChainEntrySeen')
const final = entry('ChainEntryFinalised')
const orphaned = entry('ChainEntryOrphaned')
const mine = (verdict: string) => ({ verdict, organisation })

t.test('a deposit is pending, then credit', async () => {
  const { given } = saga(tokenDepositing)
  given().when(seen).then(['request see'])
  given(seen).when(final).then([])
  given(seen)
    .when(succeeded('see', mine('PENDING')))
    .then([{ kind: 'expect', organisation, amount: '5' }])
  const expected = [seen, succeeded('see', mine('PENDING')), succeeded('expect')] as const
  given(...expected)
    .when(final)
    .then(['request finalise'])
  given(...expected, final)
    .when(succeeded('finalise', mine('CREDITED')))
    .then([{ kind: 'credit', organisation, unclaimed: false }])
  given(...expected, final, succeeded('finalise', mine('CREDITED')))
    .when(succeeded('credit'))
    .then(['end CREDITED'])
  given(...expected)
    .when(orphaned)
    .then(['request orphan'])
  given(...expected, orphaned)
    .when(succeeded('orphan', mine('ORPHANED')))
    .then([{ kind: 'reverse', organisation }])
})

t.test('steps wait for those before them', async () => {
  const { given } = saga(tokenDepositing)
  given(seen, orphaned)
    .when(succeeded('see', mine('PENDING')))
    .then(['request expect'])
  given(seen, orphaned, succeeded('see', mine('PENDING')))
    .when(succeeded('expect'))
    .then(['request orphan'])
})

t.test('what is nobody’s is set aside until it is claimed', async () => {
  const { given } = saga(tokenDepositing)
  const aside = [
    ...[seen, succeeded('see', { verdict: 'PENDING' }), final],
    ...[succeeded('finalise', { verdict: 'UNCLAIMED' }), succeeded('setAside')],
  ] as const
  given(...aside.slice(0, 3))
    .when(succeeded('finalise', { verdict: 'UNCLAIMED' }))
    .then(['request setAside'])
  const claimed = heard('TokenDepositClaimed', {
    ...{ depositId: entryId, amount: '5', organisation, observation: 1 },
  })
  given(...aside)
    .when(claimed)
    .then([{ kind: 'credit', organisation, unclaimed: true }])
  given(...aside, claimed)
    .when(refused('credit', 'ASSET_MISMATCH'))
    .then([{ kind: 'refuse', code: 'ASSET_MISMATCH' }])
})

t.test('what a wallet refuses is set aside, too', async () => {
  const { given } = saga(tokenDepositing)
  const credited = [
    ...[seen, succeeded('see', mine('PENDING')), refused('expect', 'ASSET_MISMATCH'), final],
    succeeded('finalise', mine('CREDITED')),
  ] as const
  given(...credited)
    .when(refused('credit', 'ASSET_MISMATCH'))
    .then(['request refuse'])
  given(...credited, refused('credit', 'ASSET_MISMATCH'))
    .when(succeeded('refuse', { verdict: 'UNCLAIMED' }))
    .then(['request setAside'])
})

t.test(
  'the hub’s own tokens are booked when they are final; others’ are none of its concern',
  async () => {
    const { given } = saga(tokenDepositing)
    given(seen)
      .when(succeeded('see', { verdict: 'NONE' }))
      .then(['end NOT_OURS'])
    given(seen, final)
      .when(succeeded('see', { verdict: 'OWN_IN' }))
      .then([{ kind: 'ownIn', amount: '5' }])
    given(seen, orphaned)
      .when(succeeded('see', { verdict: 'OWN_OUT' }))
      .then([])
    given(seen, succeeded('see', { verdict: 'OWN_OUT' }), final)
      .when(succeeded('ownOut'))
      .then(['end OWN'])
  },
)

t.test('a withdrawal ends as its transaction does', async () => {
  const { given } = saga(tokenWithdrawal)
  const withdrawalId = idNamed('withdrawal')
  const started = heard('ChainWithdrawalStarted', {
    ...{ withdrawalId, walletId: 'w', organisation, asset: 'QVT/18' },
    ...{ chain: 'local', address: '0xA', amount: '5' },
  })
  const about = { purpose: { kind: 'WITHDRAWAL', id: withdrawalId } }
  const end = (status: string) => heard('TransactionFinalised', { ...about, status })
  given().when(started).then(['request send'])
  const sent = [started, succeeded('send')] as const
  given(...sent)
    .when(end('SUCCEEDED'))
    .then(['request settle'])
  given(...sent)
    .when(end('REVERTED'))
    .then(['request return'])
  given(...sent)
    .when(heard('TransactionCancelled', about))
    .then(['request return'])
  given(started).when(refused('send', 'CHAIN_UNKNOWN')).then(['request return'])
  given(...sent, end('SUCCEEDED'))
    .when(succeeded('settle'))
    .then(['end SETTLED'])
})
