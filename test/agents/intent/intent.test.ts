import { randomUUID } from 'node:crypto'
import t from 'tap'
import { z } from 'zod'
import { createCircuitDesk } from '../../../platform/circuits/desk.ts'
import { workflowExecution } from '../../../sagas/agents/workflows/execution.ts'
import { performWorkflowEffects } from '../../../sagas/agents/workflows/perform.ts'
import { agentBudgeting } from '../../../sagas/agents/budgets/budgeting.ts'
import { performBudgetingEffects } from '../../../sagas/agents/budgets/perform.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { runSagas } from '../../kit/saga-runtime.ts'
import { eventually } from '../../servers/eventually.ts'
import { call } from '../../write-api/kit/client.ts'
import type { Person } from '../../write-api/kit/people.ts'
import { openOffice } from '../world.ts'

t.setTimeout(300_000)
const office = await openOffice()
t.teardown(() => office.hub.stop())
const circuitDesk = createCircuitDesk()
t.teardown(() => circuitDesk.close())
const stop = runSagas({ ...office.hub.services, circuitDesk }, [
  register(workflowExecution, performWorkflowEffects),
  register(agentBudgeting, performBudgetingEffects),
])
t.teardown(() => stop())
const ada = await office.person('1000')

const usd = (amount: string) => ({ amount, asset: 'USD/2' })
const wish = (text: string) => ({ text, budget: usd('100'), runBudget: usd('200') })

const begin = async (who: Person, text: string): Promise<string> => {
  const { body } = await office.send(who, 'POST', '/v1/intents', wish(text))
  return z.looseObject({ runId: z.string() }).parse(body).runId
}
const Shown = z.looseObject({
  status: z.union([z.string(), z.number()]),
  steps: z.unknown().optional(),
})
type Shown = z.output<typeof Shown>
const run = async (who: Person, runId: string): Promise<Shown> =>
  Shown.parse((await office.send(who, 'GET', `/v1/workflow-runs/${runId}`)).body)
const ended = (runId: string): Promise<Shown> =>
  eventually(async () => {
    const body = await run(ada, runId)
    return body.status === 'RUNNING' ? undefined : body
  }, 60_000)
/** What approves of the run, once it is asked for. */
const approval = (runId: string): Promise<string> =>
  eventually(async () => {
    const asked = (await office.log()).find(
      ({ type, data }) =>
        type === 'TaskSubmitted' && (data as { readonly runId?: string }).runId === runId,
    )
    return asked?.stream.slice('task-'.length)
  }, 60_000)

t.test('what is not understood is not worked on, and costs what the models cost', async (t) => {
  const runId = await begin(ada, 'Make me rich')
  const body = await ended(runId)
  t.match(body, { status: 'FAILED', code: 'INVALID_INPUT' })
  t.match(body.steps, [
    { step: 'requirements', output: { questions: [/algorithm/] } },
    { step: 'breakdown' },
  ])
  const log = await office.log()
  t.notOk(log.some(({ type }) => type === 'WorkflowPublished'))
  t.notOk(log.some(({ type }) => type === 'TaskSubmitted'))
})

t.test('what is turned down does not run', async (t) => {
  const runId = await begin(ada, 'A GHZ state on three qubits, without running it')
  const taskId = await approval(runId)
  const task = await office.send(ada, 'GET', `/v1/tasks/${taskId}`)
  t.match(JSON.stringify(task.body), /GHZ state on 3 qubits/)
  await office.send(ada, 'POST', `/v1/tasks/${taskId}/reject`, { reason: 'Not now' })
  t.match(await ended(runId), { status: 'FAILED' })
  t.notOk((await office.log()).some(({ type }) => type === 'CapsulePackaged'))
})

t.test('what is approved of is what runs', async (t) => {
  const runId = await begin(ada, 'A GHZ state on three qubits, tested, packaged, but do not run it')
  const taskId = await approval(runId)
  await office.send(ada, 'POST', `/v1/tasks/${taskId}/approve`, {})
  const body = await ended(runId)
  t.match(body, {
    status: 'COMPLETED',
    output: {
      work: {
        ...{ generate: { algorithm: 'ghz' }, optimise: { source: /OPENQASM/ } },
        trial: { passed: true, counts: { '000': Number, '111': Number } },
      },
    },
  })
})

t.test('an intent is the organisation’s, begun once under its key', async (t) => {
  const key = randomUUID()
  const again = () =>
    call(office.hub.app, 'POST', '/v1/intents', {
      ...{ token: ada.token, key, body: wish('Make me famous') },
    })
  const [first, second] = [await again(), await again()]
  t.equal(first.body.runId, second.body.runId)
  const stranger = await office.person()
  t.match(await run(stranger, String(first.body.runId)), { code: 'NOT_FOUND' })
})

t.test('who may not send jobs may not have them sent', async (t) => {
  const narrow = { name: 'agents alone', scopes: ['agents:read', 'agents:write'] }
  const { body: made } = await office.send(ada, 'POST', '/v1/api-keys', narrow)
  const { key: apiKey } = z.looseObject({ key: z.string() }).parse(made)
  const asked = async (path: string, body: object) => {
    const answer = await call(office.hub.app, 'POST', path, { apiKey, body })
    return z.record(z.string(), z.unknown()).parse(answer.body)
  }
  const forbidden = { code: 'FORBIDDEN', detail: /jobs:write/ }
  t.match(await asked('/v1/intents', wish('A Bell pair')), forbidden)

  const publish = async (tool: string, input: object) => {
    const definition = { title: tool, steps: [{ key: 'work', kind: 'TOOL', tool, input }] }
    const { definitionId } = await asked('/v1/workflow-definitions', { definition })
    return { workflow: { definitionId } }
  }
  const sending = await publish('submitJob', { source: 'x', deviceId: randomUUID(), shots: 1 })
  t.match(await asked('/v1/workflow-runs', sending), forbidden)
  const looking = await publish('awaitJob', { jobId: randomUUID() })
  const { runId } = await asked('/v1/workflow-runs', looking)
  t.match(await ended(String(runId)), { status: 'FAILED', code: 'NOT_FOUND' })
  const begun = await office.send(ada, 'POST', '/v1/workflow-runs', sending)
  const fork = `/v1/workflow-runs/${z.looseObject({ runId: z.string() }).parse(begun.body).runId}/forks`
  t.match(await asked(fork, { fromStep: 'work' }), forbidden)
})
