import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { decodeEvent } from '../../events.ts'
import { wallet, type WalletCommand } from './wallet.ts'

const of = { organisation: '00000000-0000-4000-8000-000000000001', asset: 'USD/2' } as const
const holdId = '00000000-0000-4000-8000-000000000003'
const budgetId = holdId
const jobId = '00000000-0000-4000-8000-000000000004'

const { after } = decider(wallet)
const credit: WalletCommand = { ...of, type: 'CreditWallet', amount: 1000n, reason: 'test' }
const hold: WalletCommand = { ...of, type: 'HoldFunds', holdId, budgetId, amount: 300n }
const forJob: WalletCommand = { ...of, type: 'HoldFunds', holdId, jobId, amount: 300n }
const spend = (amount: bigint): WalletCommand => ({ ...of, type: 'SpendHold', holdId, amount })

t.test('what agents spent is the hub’s, the rest comes back, in one transaction', async (t) => {
  t.match(after(credit, hold).when(spend(120n)).decision, [
    {
      type: 'HoldSpent',
      data: {
        ...{ purpose: 'AGENT_BUDGET', subjectId: budgetId, amount: '120', released: '180' },
        postings: [
          { account: /^customer_held:/, side: 'DEBIT', amount: '300' },
          { account: 'agent_revenue', side: 'CREDIT', amount: '120' },
          { account: /^customer_credit:/, side: 'CREDIT', amount: '180' },
        ],
      },
    },
  ])
})

t.test('a budget’s hold is resolved once, and never above what was held', async () => {
  after(credit, hold, spend(120n)).when(spend(120n)).then([])
  after(credit, hold, spend(120n)).when(spend(121n)).then('HOLD_ALREADY_RESOLVED')
  after(credit, hold).when(spend(301n)).then('CAPTURE_ABOVE_HOLD')
})

t.test('a job’s hold is not spent by agents, and a budget’s not captured for a job', async () => {
  after(credit, forJob).when(spend(10n)).then('HOLD_UNKNOWN')
  const providerOrganisation = '00000000-0000-4000-8000-000000000002'
  const share = { providerOrganisation, commissionBasisPoints: 0 }
  after(credit, hold)
    .when({ ...of, type: 'CaptureHold', holdId, amount: 1n, ...share })
    .then('HOLD_UNKNOWN')
})

t.test('before holds had a purpose, each was for a job', async (t) => {
  const common = { ...of, walletId: `${of.organisation}-USD`, transactionId: holdId, amount: '0' }
  const data = { ...common, holdId, jobId, postings: [], at: '2026-01-01T00:00:00.000Z' }
  const upcast = { purpose: 'JOB', subjectId: jobId }
  for (const metadata of [{ schema: 1 }, { schema: 2 }]) {
    const extra = metadata.schema === 1 ? {} : { burns: [] }
    const held = decodeEvent({ type: 'FundsHeld', data: { ...data, ...extra }, metadata })
    t.match(held.data, upcast)
    const back = metadata.schema === 1 ? {} : { returned: [] }
    const released = { ...data, ...back, reason: 'x' }
    t.match(decodeEvent({ type: 'HoldReleased', data: released, metadata }).data, upcast)
  }
  const { holdId: _, jobId: __, ...opened } = data
  const brought = {
    in: 'holds',
    id: holdId,
    entry: { status: 'RELEASED', jobId, amount: '5', expired: false },
  }
  const forward = {
    type: 'EntryBroughtForward',
    data: { ...opened, brought },
    metadata: { schema: 3 },
  }
  t.match(decodeEvent(forward).data, { brought: { entry: upcast } })
})
