import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import { mayWorkOn, type Assignee, type Worker } from './parties.ts'
import { isOver } from './task-state.ts'
import { mostArtifacts, mostMessages, mostToolUses, task, type TaskCommand } from './task.ts'

const { given, after } = decider(task)
const taskId = idNumber(1)
const sealed = 'sealed:v1:a.b.c.d'
const said = (n: number) => ({ messageId: idNumber(n), text: sealed })
const byAgent: Worker = { kind: 'AGENT', agentId: idNumber(3) }
const owner: Worker = { kind: 'USER', userId: idNumber(4), role: 'OWNER' }
const submit = (
  assignee: Assignee = { kind: 'AGENT', agentId: idNumber(3) },
  more: { approval?: boolean; runId?: string; stepKey?: string } = {},
): TaskCommand => ({
  type: 'SubmitTask',
  ...{ taskId, organisation: idNumber(2), contextId: idNumber(5), assignee, approval: false },
  requestedBy: { kind: 'USER', id: idNumber(4) },
  instruction: said(10),
  ...more,
})
const start: TaskCommand = { type: 'StartTask', by: byAgent }
const ask: TaskCommand = { type: 'AskForInput', by: byAgent, question: said(11) }
const answer: TaskCommand = { type: 'ProvideInput', message: said(12) }
const complete: TaskCommand = { type: 'CompleteTask', by: byAgent, answer: sealed }
const cancel: TaskCommand = { type: 'CancelTask' }
const approve: TaskCommand = { type: 'ApproveTask', by: owner }
const artifact = (n: number): TaskCommand => ({
  type: 'AddArtifact',
  by: byAgent,
  artifact: {
    ...{ artifactId: idNumber(n), name: 'a', mediaType: 'text/plain', sha256: 'ab'.repeat(32) },
    ...{ size: 1, object: 'sha256/ab/ab' },
  },
})

t.test('is submitted once, taken up, asked about, answered, completed', async () => {
  given().when(submit()).then(['TaskSubmitted'])
  after(submit()).when(submit()).then('ALREADY_EXISTS')
  after(submit()).when(start).then(['TaskStarted'])
  after(submit(), start).when(start).then([])
  after(submit(), start).when(ask).then(['TaskInputRequired'])
  after(submit(), start, ask).when(start).then('ILLEGAL_TASK_TRANSITION')
  after(submit(), start, ask).when(answer).then(['TaskInputProvided'])
  after(submit(), start).when(answer).then('ILLEGAL_TASK_TRANSITION')
  after(submit(), start, ask, answer, artifact(20)).when(complete).then(['TaskCompleted'])
  given().when(start).then('NOT_FOUND')
})

t.test('what tools were asked and gave is put down once, while the task goes on', async () => {
  const use = (round: number): TaskCommand => ({
    ...{ type: 'RecordToolUse', by: byAgent },
    used: {
      ...{ turn: 1, round, tool: 'optimiseCircuit' },
      input: { sha256: 'ab'.repeat(32), size: 2, object: 'sha256/ab/ab' },
      outcome: { came: 'REFUSED', code: 'INVALID_CIRCUIT', detail: sealed },
    },
  })
  after(submit(), start).when(use(1)).then(['TaskToolUsed'])
  after(submit(), start, use(1)).when(use(1)).then([])
  after(submit(), start, use(1)).when(use(2)).then(['TaskToolUsed'])
  after(submit(), start, cancel).when(use(1)).then('TASK_ALREADY_TERMINAL')
  const uses = Array.from({ length: mostToolUses }, (_, n) => use(n + 1))
  after(submit(), start, ...uses)
    .when(use(mostToolUses + 1))
    .then('LIMIT_REACHED')
})

t.test('an end is an end; cancelling again changes nothing', async () => {
  after(submit(), cancel).when(cancel).then([])
  after(submit(), cancel).when(complete).then('TASK_ALREADY_TERMINAL')
  after(submit(), complete).when(cancel).then('TASK_ALREADY_TERMINAL')
})

t.test('an approval is a person’s, and is neither completed nor another’s', async () => {
  const wished = submit({ kind: 'ROLE', role: 'ADMIN' }, { approval: true })
  given()
    .when(submit(undefined, { approval: true }))
    .then('INVALID_INPUT')
  after(wished).when({ type: 'CompleteTask', by: owner }).then('ILLEGAL_TASK_TRANSITION')
  after(wished).when(approve).then(['TaskCompleted'])
  after(wished)
    .when({ ...approve, by: { ...owner, role: 'MEMBER' } })
    .then('FORBIDDEN')
  after(wished)
    .when({ ...approve, by: byAgent })
    .then('FORBIDDEN')
  after(submit({ kind: 'ROLE', role: 'ADMIN' }))
    .when(approve)
    .then('ILLEGAL_TASK_TRANSITION')
})

t.test('every event of a step names its run', async (t) => {
  const of = { runId: idNumber(7), stepKey: 'review' }
  const { events } = after(submit(undefined, of), start, ask, answer, artifact(20), complete)
  t.equal(events.length, 6)
  for (const { data } of events) t.match(data, of)
})

t.test('what is said and brought forth has a measure', async () => {
  const talk = Array.from({ length: mostMessages / 2 }, () => [ask, answer]).flat()
  after(submit(), ...talk.slice(0, mostMessages - 1))
    .when(answer)
    .then('LIMIT_REACHED')
  const many = Array.from({ length: mostArtifacts }, (_, n) => artifact(100 + n))
  after(submit(), ...many)
    .when(artifact(99))
    .then('LIMIT_REACHED')
  after(submit(), ...many)
    .when(artifact(100))
    .then([])
})

t.test('whatever is asked of it in whatever order, nothing follows an end', async () => {
  const anything = fc.constantFrom<TaskCommand>(
    ...[start, ask, answer, complete, cancel, artifact(20)],
    { type: 'FailTask', by: byAgent, code: 'X' },
    { type: 'RejectTask', by: byAgent },
  )
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 30 }), (commands) => {
      let state = after(submit()).state
      for (const command of commands) {
        const decision = task.decide(command, state, meta)
        if (isRejection(decision)) continue
        const wasOver = state.kind === 'existing' && isOver(state)
        if (wasOver && decision.length > 0) return false
        state = decision.reduce(task.evolve, state)
      }
      return true
    }),
  )
})

t.test('a role is filled by itself and by those above it', async (t) => {
  const role = (needed: 'ADMIN' | 'MEMBER' | 'BILLING') => ({ kind: 'ROLE', role: needed }) as const
  const who = (has: 'OWNER' | 'ADMIN' | 'MEMBER' | 'BILLING' | 'VIEWER' | undefined): Worker => ({
    ...{ kind: 'USER', userId: idNumber(4), role: has },
  })
  t.ok(mayWorkOn(role('ADMIN'), who('OWNER')))
  t.ok(mayWorkOn(role('BILLING'), who('ADMIN')))
  t.notOk(mayWorkOn(role('BILLING'), who('MEMBER')))
  t.notOk(mayWorkOn(role('ADMIN'), who('MEMBER')))
  t.notOk(mayWorkOn(role('MEMBER'), who(undefined)))
  t.notOk(mayWorkOn({ kind: 'USER', userId: idNumber(9) }, who('OWNER')))
})
