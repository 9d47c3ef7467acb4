import t from 'tap'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { agentTasks } from './tasks.ts'

const { given } = projection(agentTasks)
const [taskId, agentId] = [idNumber(1), idNumber(3)]
const stream = `task-${taskId}`
const of = (type: string, more: object = {}) => ({
  type,
  data: { taskId, organisation: idNumber(2), at: meta.now, ...more },
})
const said = (n: number, from: string) => ({
  ...{ messageId: idNumber(n), from, text: 'sealed:v1:a.b.c.d' },
})
const submitted = of('TaskSubmitted', {
  ...{ contextId: idNumber(5), requestedBy: { kind: 'USER', id: 'u' }, approval: false },
  ...{ assignee: { kind: 'AGENT', agentId }, instruction: said(10, 'REQUESTER') },
})
const artifact = {
  ...{ artifactId: idNumber(20), name: 'a.md', mediaType: 'text/markdown' },
  ...{ sha256: 'ab'.repeat(32), size: 3 },
}
const added = of('TaskArtifactAdded', { artifact: { ...artifact, object: 'sha256/ab/ab' } })
const completed = of('TaskCompleted', { outcome: 'DONE', by: 'x', artifacts: 1 })

t.test('a task from its submission to its end', async () => {
  const row = { task_id: taskId, assignee_kind: 'AGENT', assignee: agentId } as const
  given()
    .when(on(stream, submitted))
    .then({ agent_tasks: [{ ...row, status: 'SUBMITTED', messages: 1, artifacts: [] }] })
  given(on(stream, submitted, of('TaskStarted'), added))
    .when(on(stream, completed))
    .then({
      agent_tasks: [{ ...row, status: 'COMPLETED', outcome: 'DONE', artifacts: [artifact] }],
    })
})

t.test('what it waits for, until it is answered', async () => {
  const asked = of('TaskAuthRequired', { code: 'NO_MONEY', question: said(11, 'ASSIGNEE') })
  given(on(stream, submitted))
    .when(on(stream, asked))
    .then({ agent_tasks: [{ status: 'AUTH_REQUIRED', code: 'NO_MONEY', messages: 2 }] })
  given(on(stream, submitted, asked))
    .when(on(stream, of('TaskInputProvided', { message: said(12, 'REQUESTER') })))
    .then({ agent_tasks: [{ status: 'SUBMITTED', code: null, messages: 3 }] })
})

t.test('what never began waits in line', async () =>
  given().when(on(stream, completed)).thenQuarantined('NothingToApplyTo'),
)
