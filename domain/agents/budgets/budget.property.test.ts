import { deepStrictEqual, equal, ok } from 'node:assert/strict'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import { agentBudget, type BudgetCommand } from './budget.ts'
import type { BudgetEvent } from './budget-events.ts'
import { initial } from './budget-state.ts'
import { fromFineUp, toFine } from './fine.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`
const [budgetId, organisation] = [id(1), id(2)]
const limit = { amount: '3', asset: 'USD/2' }
const limitFine = toFine(3n, limit.asset)

const attempt = fc.integer({ min: 10, max: 17 }).map(id)
const amount = fc.bigInt({ min: 0n, max: limitFine / 3n })
const wish: fc.Arbitrary<BudgetCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<BudgetCommand>({ type: 'OpenBudget' }) },
  {
    weight: 1,
    arbitrary: fc.constant<BudgetCommand>({ type: 'RefuseBudget', code: 'X', detail: '' }),
  },
  { weight: 1, arbitrary: fc.constant<BudgetCommand>({ type: 'CloseBudget' }) },
  {
    weight: 12,
    arbitrary: fc
      .record({ attemptId: attempt, amount })
      .map((of): BudgetCommand => ({ type: 'Reserve', callId: id(3), ...of })),
  },
  {
    weight: 10,
    arbitrary: fc.record({ attemptId: attempt, amount: fc.option(amount, { nil: undefined }) }).map(
      ({ attemptId, amount: actual }): BudgetCommand => ({
        type: 'Settle',
        attemptId,
        ...(actual === undefined ? {} : { amount: actual }),
      }),
    ),
  },
)

/** The same budget, as nothing but sums. */
type Model = { spent: bigint; open: Map<string, bigint>; closing: boolean; closed: boolean }

const inModel = (model: Model, { type, data }: BudgetEvent): void => {
  switch (type) {
    case 'AgentBudgetRequested':
    case 'AgentBudgetOpened':
    case 'AgentBudgetRefused':
      return
    case 'AgentBudgetReserved':
      ok(!model.closing, 'nothing is reserved of a budget that is being closed')
      model.open.set(data.attemptId, BigInt(data.amount))
      return
    case 'AgentBudgetSettled': {
      const reserved = model.open.get(data.attemptId)
      equal(reserved, BigInt(data.amount) + BigInt(data.freed))
      model.open.delete(data.attemptId)
      model.spent += BigInt(data.amount)
      return
    }
    case 'AgentBudgetClosing':
      model.closing = true
      return
    case 'AgentBudgetClosed':
      ok(!model.closed, 'closed once')
      model.closed = true
      equal(model.open.size, 0)
      equal(BigInt(data.spent), model.spent)
      equal(BigInt(data.charged), fromFineUp(model.spent, data.asset))
      ok(BigInt(data.charged) <= BigInt(limit.amount), 'never more than was held')
  }
}

t.test('whatever is asked in whatever order, spent and reserved never pass the limit', (t) => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(wish, { minLength: 5, maxLength: 80 }), (wishes) => {
      const purpose = { kind: 'SELF', id: organisation } as const
      const request: BudgetCommand = {
        type: 'RequestBudget',
        budgetId,
        organisation,
        limit,
        purpose,
      }
      const model: Model = { spent: 0n, open: new Map(), closing: false, closed: false }
      let state = initial
      for (const command of [request, ...wishes]) {
        const decision = agentBudget.decide(command, state, meta)
        if (isRejection(decision)) continue
        for (const event of decision) {
          const definition = agentBudget.definitions.find(({ type }) => type === event.type)
          definition?.data.parse(event.data)
          inModel(model, event)
          seen.add(event.type)
        }
        state = decision.reduce(agentBudget.evolve, state)
        const reserved = [...model.open.values()].reduce((sum, each) => sum + each, 0n)
        ok(model.spent + reserved <= limitFine, 'within the limit')
        if ('open' in state) {
          equal(state.spent, model.spent)
          equal(state.reserved, reserved)
          if (command.type === 'Reserve')
            deepStrictEqual(agentBudget.decide(command, state, meta), [], 'a second time')
        }
        equal(state.status === 'CLOSED', model.closed)
      }
    }),
    { numRuns: 2_000 },
  )
  t.same(
    agentBudget.definitions.flatMap(({ type }) => (seen.has(type) ? [] : [type])),
    [],
  )
  t.end()
})
