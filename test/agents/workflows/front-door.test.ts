import t from 'tap'
import { Refused } from '../../../ops/client/http-client.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { circuit as circuitNamed } from '../../../ops/demo/circuits.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { taskIdOf } from '../../../sagas/agents/workflows/ask-somebody.ts'
import { eventually } from '../../servers/eventually.ts'

t.setTimeout(300_000)
const stage = await setStage(() => undefined, {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
})
t.teardown(stage.clear)
const { http, graphql, outbox } = stage
const ada = await signUp(http, outbox, 'ada', 'consumer')
const eve = await signUp(http, outbox, 'eve', 'consumer')

const post = async (path: string, body?: object, { token } = ada) =>
  (await http.send('POST', path, body, { token })).body
const codeOf = (path: string, body?: object, who = ada): Promise<string> =>
  post(path, body, who).then(
    () => 'done',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  )
const { source: bell } = circuitNamed('bell')
const circuit = {
  ...{ kind: 'TOOL', tool: 'optimiseCircuit' },
  input: { source: bell },
}
const definition = {
  title: 'A circuit that somebody approves of',
  steps: [
    {
      ...{ key: 'both', kind: 'PARALLEL' },
      steps: [
        { key: 'circuit', ...circuit },
        { key: 'moment', kind: 'TIMER', seconds: 1 },
      ],
    },
    {
      ...{ key: 'approval', kind: 'TASK', approval: true },
      assignee: { kind: 'ROLE', role: 'MEMBER' },
      instruction: { $text: ['May ', { $from: 'steps.circuit.output.source' }, ' go on?'] },
    },
    { key: 'again', ...circuit },
  ],
  output: { source: { $from: 'steps.again.output.source' } },
}
const publish = async (of: object = definition) =>
  String((await post('/v1/workflow-definitions', { definition: of }))['definitionId'])
const begin = async (definitionId: string, more: object = {}) =>
  String((await post('/v1/workflow-runs', { workflow: { definitionId }, ...more }))['runId'])
const becomes = (runId: string, status: string) =>
  eventually(async () => {
    const { body } = await http.get(`/v1/workflow-runs/${runId}`, { token: ada.token })
    return body['status'] === status ? body : undefined
  }, 60_000)
const approve = (runId: string) =>
  eventually(async () => {
    const code = await codeOf(`/v1/tasks/${taskIdOf(runId, 'approval')}/approve`, {})
    return code === 'done' ? true : undefined
  }, 60_000)

type Seen = {
  readonly status: string
  readonly version: number
  readonly graph: readonly { readonly key: string; readonly needs: readonly string[] }[]
  readonly steps: readonly { readonly step: string; readonly reused: boolean }[]
  readonly criticalPath: readonly { readonly step: string; readonly durationMs: number }[]
  readonly criticalPathMs: number
}
const seen = (runId: string) =>
  eventually(async () => {
    const { workflowRun } = await graphql<{ readonly workflowRun: Seen | null }>(
      `query Run($runId: ID!) { workflowRun(runId: $runId) {
        status version graph { key needs } steps { step reused }
        criticalPath { step durationMs } criticalPathMs
      } }`,
      { runId },
      ada.token,
    )
    return workflowRun?.status === 'COMPLETED' ? workflowRun : undefined
  }, 60_000)

const definitionId = await publish()

t.test('a run waits for its person; its graph and what it waited for are shown', async (t) => {
  const runId = await begin(definitionId)
  await approve(runId)
  const run = await becomes(runId, 'COMPLETED')
  t.match(run, { output: { source: /OPENQASM/ } })
  const shown = await seen(runId)
  t.match(shown.graph, [
    { key: 'both', needs: [] },
    { key: 'circuit', needs: [] },
    { key: 'moment', needs: [] },
    { key: 'approval', needs: ['both'] },
    { key: 'again', needs: ['approval'] },
  ])
  const [first, ...rest] = shown.criticalPath.map(({ step }) => step)
  // Whichever took longer here.
  t.ok(first === 'moment' || first === 'circuit')
  t.strictSame(rest, ['approval', 'again'])
  t.ok(shown.criticalPathMs >= 1_000)
  const fork = await post(`/v1/workflow-runs/${runId}/forks`, { fromStep: 'again' })
  const forkId = String(fork['runId'])
  await becomes(forkId, 'COMPLETED')
  t.strictSame(
    (await seen(forkId)).steps.filter(({ reused }) => !reused).map(({ step }) => step),
    ['again'],
    'nobody is asked to approve again',
  )
})

t.test('a run keeps its version, whatever is published after it', async (t) => {
  const own = await publish()
  const runId = await begin(own)
  const shorter = { title: 'Shorter', steps: [{ key: 'only', ...circuit }] }
  const versions = `/v1/workflow-definitions/${own}/versions`
  t.match(await post(versions, { definition: shorter }), { version: 2 })
  await approve(runId)
  t.match(await becomes(runId, 'COMPLETED'), { workflow: { version: 1 } })
  const next = await begin(own)
  t.match(await becomes(next, 'COMPLETED'), {
    ...{ workflow: { version: 2 }, output: { only: { source: /OPENQASM/ } } },
  })
  const { token } = ada
  await http.send('DELETE', `/v1/workflow-definitions/${own}`, undefined, { token })
  t.equal(
    await codeOf('/v1/workflow-runs', { workflow: { definitionId: own } }),
    'WORKFLOW_INVALID',
  )
})

t.test('cancelled while a person is waited for; what has ended stays so', async (t) => {
  const runId = await begin(definitionId)
  t.equal(await codeOf(`/v1/workflow-runs/${runId}/resumption`), 'RUN_NOT_SUSPENDED')
  await post(`/v1/workflow-runs/${runId}/cancellation`)
  await becomes(runId, 'CANCELLED')
  t.equal(await codeOf(`/v1/workflow-runs/${runId}/resumption`), 'RUN_ALREADY_ENDED')
})

t.test('what cannot be run is not published, and is told step by step', async (t) => {
  const wrong = {
    title: 'Wrong',
    steps: [
      { key: 'a', kind: 'TOOL', tool: 'nothing', input: { x: { $from: 'steps.b.output' } } },
      { key: 'b', ...circuit },
    ],
  }
  const { token } = ada
  const error: unknown = await http
    .send('POST', '/v1/workflow-definitions', { definition: wrong }, { token })
    .catch((refused: unknown) => refused)
  t.match(error, {
    code: 'WORKFLOW_INVALID',
    problem: {
      errors: [
        { pointer: '/steps/a', code: 'NOT_RESOLVED' },
        { pointer: '/steps/a', code: 'UNKNOWN_TOOL' },
      ],
    },
  })
  t.equal(
    await codeOf('/v1/workflow-definitions', { definition: { title: 'None' } }),
    'INVALID_INPUT',
  )
  const unknown = { workflow: { definitionId }, input: { n: 1 } }
  t.equal(await codeOf('/v1/workflow-runs', unknown), 'INVALID_INPUT')
})

t.test('another organisation’s are not found', async (t) => {
  const runId = await begin(definitionId)
  for (const [path, body] of [
    ['/v1/workflow-runs', { workflow: { definitionId } }],
    [`/v1/workflow-definitions/${definitionId}/versions`, { definition }],
    [`/v1/workflow-runs/${runId}/cancellation`, undefined],
    [`/v1/workflow-runs/${runId}/forks`, { fromStep: 'again' }],
    [`/v1/workflow-runs/${newId()}/forks`, { fromStep: 'again' }],
  ] as const)
    t.equal(await codeOf(path, body, eve), 'NOT_FOUND')
  const { workflowRun } = await graphql<{ readonly workflowRun: unknown }>(
    'query Run($runId: ID!) { workflowRun(runId: $runId) { status } }',
    { runId },
    eve.token,
  )
  t.equal(workflowRun, null)
  await post(`/v1/workflow-runs/${runId}/cancellation`)
  await becomes(runId, 'CANCELLED')
})
