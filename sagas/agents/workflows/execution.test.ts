import t from 'tap'
import { Definition } from '../../../domain/agents/workflows/definition.ts'
import { planOf } from '../../../domain/agents/workflows/plan.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { workflowExecution } from './execution.ts'

const { given } = saga(workflowExecution)
const runId = idNamed('run')
const tool = (key: string, more: object = {}) => ({
  ...{ key, kind: 'TOOL', tool: 'tool', input: {} },
  ...more,
})
const requested = (steps: readonly object[], more: object = {}, onFailure = 'COMPENSATE') =>
  heard('WorkflowRunRequested', {
    runId,
    plan: planOf(Definition.parse({ title: 'x', steps, onFailure })),
    ...more,
  })
const budget = { budgetId: idNamed('budget'), limit: { amount: '1', asset: 'USD/2' } }
const came = (step: string, outcome: object, attempt = 1) =>
  succeeded('performStep', { step, attempt, ...outcome })
const done = (step: string, more: object = {}) => came(step, { came: 'DONE', ...more })
const refused = (step: string, attempt = 1) => came(step, { came: 'REFUSED', code: 'NO' }, attempt)
const perform = (step: string, attempt = 1) => ({ kind: 'performStep', step, attempt })
const undo = { compensate: { tool: 'tool', input: {} } }

t.test('the budget first, then the steps in their turn, then the budget and the end', async () => {
  const two = requested([tool('a'), tool('b')], { budget })
  given().when(two).then(['request openBudget'])
  given(two)
    .when(succeeded('openBudget', { came: 'DONE' }))
    .then([perform('a')])
  given(two, succeeded('openBudget', { came: 'DONE' }), done('a'))
    .when(done('b'))
    .then(['request closeBudget'])
  given(two, succeeded('openBudget', { came: 'DONE' }), done('a'), done('b'))
    .when(succeeded('closeBudget', { came: 'DONE' }))
    .then([{ kind: 'endRun', ending: { outcome: 'COMPLETED', compensation: 'NONE' } }])
  given(two)
    .when(succeeded('openBudget', { came: 'REFUSED', code: 'INSUFFICIENT_FUNDS' }))
    .then([
      {
        kind: 'endRun',
        ending: { outcome: 'FAILED', code: 'INSUFFICIENT_FUNDS', compensation: 'NONE' },
      },
    ])
})

t.test('a join waits for all, a loop for its decision', async () => {
  const fan = requested([
    { key: 'fan', kind: 'PARALLEL', steps: [tool('a'), tool('b')] },
    tool('c'),
  ])
  given()
    .when(fan)
    .then([perform('a'), perform('b')])
  given(fan).when(done('a')).then([])
  const until = { of: 1, is: 'EQUAL', to: 1 }
  const loop = requested([{ key: 'loop', kind: 'LOOP', atMost: 2, until, steps: [tool('a')] }])
  given(loop)
    .when(done('a#1'))
    .then([perform('loop#1')])
  given(loop, done('a#1'))
    .when(done('loop#1', { goesOn: true }))
    .then([perform('a#2')])
  given(loop, done('a#1'))
    .when(done('loop#1', { goesOn: false }))
    .then(['request endRun'])
})

t.test('what waits is asked again when its time has come, or its event', async () => {
  const one = requested([tool('a')])
  given(one)
    .when(came('a', { came: 'WAITING', askAgainInMs: 60_000 }))
    .then(['schedule step a'])
  given(one, came('a', { came: 'WAITING', askAgainInMs: 60_000 }))
    .when(passes({ minutes: 1 }))
    .then([perform('a')])
  const ended = heard('TaskCompleted', { runId, stepKey: 'a' })
  given(one, came('a', { came: 'AWAITING' }))
    .when(ended)
    .then([perform('a')])
  // It was over before we said that we wait for it.
  given(one, ended)
    .when(came('a', { came: 'AWAITING' }))
    .then([perform('a')])
  given(one, came('a', { came: 'AWAITING' }))
    .when(heard('TaskFailed', { runId, stepKey: 'a~2' }))
    .then([])
})

t.test('a step that fails is tried again, then all is taken back, the last first', async () => {
  const run = requested([tool('a', undo), tool('b', undo), tool('c', { retries: 1 })])
  const upTo = [run, done('a'), done('b')]
  given(...upTo)
    .when(refused('c'))
    .then(['schedule step c'])
  given(...upTo, refused('c'))
    .when(passes({ seconds: 2 }))
    .then([perform('c', 2)])
  given(...upTo, refused('c'), passes({ seconds: 2 }))
    .when(refused('c', 2))
    .then([{ kind: 'compensateStep', step: 'b' }])
  given(
    ...upTo,
    refused('c'),
    passes({ seconds: 2 }),
    refused('c', 2),
    succeeded('compensateStep', { came: 'DONE' }),
  )
    .when(succeeded('compensateStep', { came: 'FAILED' }))
    .then([
      {
        kind: 'endRun',
        ending: { outcome: 'FAILED', code: 'NO', step: 'c', compensation: 'PARTIAL' },
      },
    ])
})

t.test('or it waits to be resumed', async () => {
  const run = requested([tool('a')], {}, 'SUSPEND')
  given(run).when(refused('a')).then(['request suspendRun'])
  given(run, refused('a'))
    .when(heard('WorkflowRunResumed', { runId }))
    .then([perform('a', 2)])
})

t.test('cancelled: what is under way is waited for, what waits is told', async () => {
  const cancel = heard('WorkflowRunCancelRequested', { runId })
  const fan = requested([{ key: 'fan', kind: 'PARALLEL', steps: [tool('a', undo), tool('b')] }])
  given(fan).when(cancel).then([])
  given(fan, came('b', { came: 'AWAITING' }))
    .when(cancel)
    .then([{ kind: 'stopStep', step: 'b' }])
  given(fan, came('b', { came: 'WAITING', askAgainInMs: 1 }), cancel)
    .when(done('a'))
    .then(['request compensateStep'])
  given(fan, cancel, done('a'))
    .when(came('b', { came: 'WAITING', askAgainInMs: 1 }))
    .then(['request compensateStep'])
})

t.test('a fork does not do again what is on record', async () => {
  const fork = { runId: idNamed('first'), step: 'b', recorded: { a: {} } }
  given()
    .when(requested([tool('a', undo), tool('b')], { fork }))
    .then([perform('b')])
  given(requested([tool('a', undo), tool('b')], { fork }))
    .when(refused('b'))
    .then(['request endRun'])
})
