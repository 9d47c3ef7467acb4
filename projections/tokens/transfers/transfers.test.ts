import t from 'tap'
import { decodeEvent } from '../../../domain/events.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { idOf } from '../../../test/read-models/samples.ts'
import { transferSteps } from '../../../test/read-models/transfer-steps.ts'
import { exchanges } from '../exchange/exchanges.ts'
import { tokenDeposits } from './deposits.ts'
import { tokenWithdrawals } from './withdrawals.ts'

const after = (...steps: readonly (keyof typeof transferSteps)[]) => {
  const recorder = createRecorder()
  for (const step of steps) transferSteps[step](recorder, 'd', '1', 'x')
  return recorder.events.flatMap((recorded) => on(recorded.stream, decodeEvent(recorded)))
}
const organisation = idOf('organisation', 'x')

t.test('a deposit, whoever’s it is', async () => {
  const { given } = projection(tokenDeposits)
  const of = { transfer_id: idOf('deposit', 'x', '1'), kind: 'DEPOSIT' } as const
  given()
    .when(after('seeDeposit'))
    .then({ token_transfers: [{ ...of, status: 'PENDING', organisation, amount: '50' }] })
  given()
    .when(after('seeDeposit', 'orphanDeposit', 'seeDepositAgain'))
    .then({ token_transfers: [{ ...of, status: 'PENDING', amount: '60' }] })
  given()
    .when(after('seeUnlinkedDeposit', 'finaliseDeposit'))
    .then({
      token_transfers: [
        { ...of, status: 'UNCLAIMED', unclaimed_for: 'UNLINKED', organisation: null },
      ],
    })
  given()
    .when(after('seeUnlinkedDeposit', 'finaliseDeposit', 'claimDeposit'))
    .then({ token_transfers: [{ ...of, status: 'CREDITED', unclaimed_for: null, organisation }] })
  given()
    .when(after('seeDeposit', 'finaliseDeposit', 'refuseDeposit'))
    .then({ token_transfers: [{ ...of, status: 'UNCLAIMED', organisation: null }] })
})

t.test('a withdrawal, and its transaction', async () => {
  const { given } = projection(tokenWithdrawals)
  const transfer_id = idOf('withdrawal', 'x-1')
  const of = { transfer_id, kind: 'WITHDRAWAL', organisation, amount: '30' } as const
  const rich = ['creditInWallet', 'withdrawToChain'] as const
  given()
    .when(after(...rich))
    .then({ token_transfers: [{ ...of, status: 'STARTED', transaction_id: null }] })
  given()
    .when(after(...rich, 'sendWithdrawal', 'settleOnChain'))
    .then({
      token_transfers: [
        { ...of, status: 'SETTLED', transaction_id: idOf('transaction of', transfer_id) },
      ],
    })
  given()
    .when(after(...rich, 'returnFromChain'))
    .then({ token_transfers: [{ ...of, status: 'RETURNED' }] })
})

t.test('an exchange, to its end', async () => {
  const { given } = projection(exchanges)
  const of = { exchange_id: idOf('exchange', 'x', '1'), organisation, sold_asset: 'QVT/18' }
  given()
    .when(after('quoteExchange'))
    .then({ exchanges: [{ ...of, status: 'QUOTED', bought: '248', bought_asset: 'USD/2' }] })
  given()
    .when(after('quoteExchange', 'acceptExchange', 'completeExchange'))
    .then({ exchanges: [{ ...of, status: 'COMPLETED', failed_for: null }] })
  given()
    .when(after('quoteExchange', 'acceptExchange', 'failExchange'))
    .then({ exchanges: [{ ...of, status: 'FAILED', failed_for: 'INSUFFICIENT_FUNDS' }] })
})
