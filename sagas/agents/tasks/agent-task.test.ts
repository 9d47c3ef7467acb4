import t from 'tap'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { agentTaskSaga } from './agent-task.ts'

const { given } = saga(agentTaskSaga)
const taskId = idNumber(1)
const of = { taskId, organisation: idNumber(2) }
const submitted = heard('TaskSubmitted', {
  ...of,
  assignee: { kind: 'AGENT', agentId: idNumber(3) },
})
const provided = heard('TaskInputProvided', of)
const completed = heard('TaskCompleted', of)
const canceled = heard('TaskCanceled', of)
const own = { budgetId: idNumber(4) }

t.test('a turn, then what its budget has left is given back, then the end', async () => {
  given()
    .when(submitted)
    .then([{ kind: 'work', taskId, turn: 1 }])
  given(submitted).when(completed).then([])
  given(submitted, completed)
    .when(succeeded('work', own))
    .then([{ kind: 'closeBudget', ...own }])
  given(submitted, completed, succeeded('work', own))
    .when(succeeded('closeBudget'))
    .then(['end COMPLETED'])
})

t.test('without a budget of its own there is none to close', async () => {
  given(submitted).when(succeeded('work', {})).then([])
  given(submitted, completed).when(succeeded('work', {})).then(['end COMPLETED'])
  given(submitted, succeeded('work', {})).when(completed).then(['end COMPLETED'])
})

t.test('an answer is another turn, also while the last one is being settled', async () => {
  const asked = [submitted, succeeded('work', own)] as const
  given(...asked)
    .when(provided)
    .then([{ kind: 'work', taskId, turn: 2 }])
  given(...asked, provided)
    .when(succeeded('closeBudget'))
    .then([])
})

t.test(
  'a tool that waits is asked again, ever later; whoever cancels waits no longer',
  async () => {
    const waiting = succeeded('work', { waits: { turn: 1, ms: 500 } })
    given(submitted).when(waiting).then(['schedule turn 1'])
    given(submitted, waiting)
      .when(passes({ seconds: 1 }))
      .then([{ kind: 'work', taskId, turn: 1 }])
    given(submitted, waiting, passes({ seconds: 1 }), canceled)
      .when(succeeded('work', own))
      .then([{ kind: 'closeBudget', ...own }])
  },
)

t.test('a turn that has begun is gone through with when the task is cancelled', async () => {
  given(submitted).when(canceled).then([])
  given(submitted, canceled)
    .when(succeeded('work', own))
    .then([{ kind: 'closeBudget', ...own }])
  given(submitted, canceled, succeeded('work', own))
    .when(refused('closeBudget', 'NO'))
    .then(['end CANCELED'])
})
