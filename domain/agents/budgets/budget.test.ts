import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { agentBudget, type BudgetCommand } from './budget.ts'
import { fromFineUp, toFine } from './fine.ts'

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const [budgetId, organisation, callId, attemptId, another] = [id(1), id(2), id(3), id(4), id(5)]
const { given, after } = decider(agentBudget)

const limit = { amount: '1', asset: 'USD/2' }
const request: BudgetCommand = {
  ...{ type: 'RequestBudget', budgetId, organisation, limit },
  purpose: { kind: 'SELF', id: organisation },
}
const open: BudgetCommand = { type: 'OpenBudget' }
const close: BudgetCommand = { type: 'CloseBudget' }
const reserve = (amount: bigint, of = attemptId): BudgetCommand => ({
  ...{ type: 'Reserve', attemptId: of, callId, amount },
})
const settle = (amount?: bigint, of = attemptId): BudgetCommand => ({
  ...{ type: 'Settle', attemptId: of },
  ...(amount === undefined ? {} : { amount }),
})
const cent = toFine(1n, 'USD/2')

t.test('a budget is asked for, opened and closed', async (t) => {
  given().when(request).then(['AgentBudgetRequested'])
  after(request).when(request).then([])
  after(request).when(open).then(['AgentBudgetOpened'])
  after(request, open).when(open).then([])
  t.match(after(request, open, reserve(500n), settle(300n)).when(close).decision, [
    { type: 'AgentBudgetClosing' },
    { type: 'AgentBudgetClosed', data: { spent: '300', charged: '1' } },
  ])
  after(request, open, close).when(close).then([])
})

t.test('nothing of a budget that is not open, and no more than there is', async () => {
  after(request).when(reserve(1n)).then('BUDGET_NOT_OPEN')
  after(request, open, close).when(reserve(1n)).then('BUDGET_NOT_OPEN')
  after(request, open).when(reserve(cent)).then(['AgentBudgetReserved'])
  after(request, open)
    .when(reserve(cent + 1n))
    .then('BUDGET_EXCEEDED')
  after(request, open, reserve(1n)).when(reserve(cent, another)).then('BUDGET_EXCEEDED')
  given().when(close).then('NOT_FOUND')
  after(request)
    .when({ ...request, limit: { amount: '2', asset: 'USD/2' } })
    .then('ALREADY_EXISTS')
  given()
    .when({ ...request, limit: { amount: '1', asset: 'QVT/18' } })
    .then('ASSET_MISMATCH')
  given()
    .when({ ...request, limit: { amount: '0', asset: 'USD/2' } })
    .then('AMOUNT_OUT_OF_RANGE')
})

t.test(
  'what is freed can be reserved again; what nobody knows is spent at its maximum',
  async (t) => {
    after(request, open, reserve(cent), settle(0n))
      .when(reserve(cent, another))
      .then(['AgentBudgetReserved'])
    after(request, open, reserve(cent), settle()).when(reserve(1n, another)).then('BUDGET_EXCEEDED')
    t.match(after(request, open, reserve(9n)).when(settle()).decision, [
      { type: 'AgentBudgetSettled', data: { amount: '9', freed: '0', basis: 'MAXIMUM' } },
    ])
    after(request, open, reserve(9n)).when(settle(10n)).then('CAPTURE_ABOVE_HOLD')
    after(request, open, reserve(9n), settle(1n)).when(settle(2n)).then([])
  },
)

t.test('a closing budget waits for what is open, and closes with the last of it', async () => {
  after(request, open, reserve(9n), reserve(9n, another)).when(close).then(['AgentBudgetClosing'])
  after(request, open, reserve(9n), reserve(9n, another), close, settle(1n))
    .when(settle(1n, another))
    .then(['AgentBudgetSettled', 'AgentBudgetClosed'])
})

t.test('a budget that the wallet refuses stays refused', async () => {
  const refuse: BudgetCommand = { type: 'RefuseBudget', code: 'INSUFFICIENT_FUNDS', detail: 'x' }
  after(request).when(refuse).then(['AgentBudgetRefused'])
  after(request, refuse).when(open).then('BUDGET_NOT_OPEN')
  after(request, open).when(refuse).then('ALREADY_RESOLVED')
})

t.test('fine units are rounded up once, and a whole limit stays what it is', async (t) => {
  t.equal(fromFineUp(1n, 'USD/2'), 1n)
  t.equal(fromFineUp(0n, 'USD/2'), 0n)
  t.equal(fromFineUp(toFine(7n, 'USD/2'), 'USD/2'), 7n)
})
