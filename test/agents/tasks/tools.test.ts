import t from 'tap'
import { z } from 'zod'
import { Optimisation } from '../../../commands/agents/circuits/optimise.ts'
import { ArtifactView, TaskView, ToolUseView } from '../../../commands/agents/tasks/read-task.ts'
import { openDevice } from '../../circuits/kit/devices.ts'
import { openWorld } from '../../circuits/kit/hub.ts'
import { eventually } from '../../servers/eventually.ts'
import { codeOf } from '../code-of.ts'

/* A whole hub: an agent that works on a task uses its tools, for whoever asked. */

t.setTimeout(300_000)
const world = await openWorld(t)
const { http, researcher, hub } = world
const { token } = researcher

const program = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
t q[1];
tdg q[1];
z q[0];
z q[0];
c = measure q;
`
const tools = ['optimiseCircuit', 'recommendDevice', 'submitJob', 'awaitJob', 'diagnoseJob']
const device = await openDevice(world, { name: 'Ideal', qubits: 4 })

const post = async (path: string, body: object) =>
  (await http.send('POST', path, body, { token })).body
const Spawned = z.object({ agentId: z.string() })
const Submitted = z.object({ taskId: z.string() })
const profile = (granted: readonly string[]) => ({
  ...{ name: 'Quinn', role: { kind: 'QUANTUM_SPECIALIST' }, tools: granted },
  budgetPerTask: { amount: '50', asset: 'USD/2' },
})
const spawn = async (granted: readonly string[]): Promise<string> =>
  Spawned.parse(await post('/v1/agents', profile(granted))).agentId
const submit = async (agentId: string, instruction: string): Promise<string> =>
  Submitted.parse(await post('/v1/tasks', { assignee: { kind: 'AGENT', agentId }, instruction }))
    .taskId
const Task = z.object(TaskView.shape)
const look = async (taskId: string) =>
  Task.parse((await http.get(`/v1/tasks/${taskId}`, { token })).body)
const becomes = (taskId: string, status: string) =>
  eventually(async () => {
    const task = await look(taskId)
    return task.status === status ? task : undefined
  }, 120_000)
const use = async (taskId: string, number: number) =>
  z
    .object(ToolUseView.shape)
    .parse((await http.get(`/v1/tasks/${taskId}/tool-uses/${number}`, { token })).body)
const artifact = async (task: z.output<typeof Task>, name: string): Promise<string> => {
  const found = task.artifacts.find((each) => each.name === name)
  const path = `/v1/tasks/${task.taskId}/artifacts/${found?.artifactId ?? ''}`
  return z.object(ArtifactView.shape).parse((await http.get(path, { token })).body).content
}
const log = async () => hub.services.eventStore.readAll({ maxCount: 20_000 })

t.test(
  'a circuit is optimised, placed, run and waited for, and each use is on record',
  async (t) => {
    const agentId = await spawn(tools)
    const instruction = `Optimise this circuit and run it 200 times for at most 3 USD.\n${program}`
    const taskId = await submit(agentId, instruction)
    const task = await becomes(taskId, 'COMPLETED')
    t.match(
      task.toolUses.map(({ number, turn, round, tool, came }) => [number, turn, round, tool, came]),
      [
        [1, 1, 1, 'optimiseCircuit', 'DONE'],
        [2, 1, 2, 'recommendDevice', 'DONE'],
        [3, 1, 3, 'submitJob', 'DONE'],
        [4, 1, 4, 'awaitJob', 'DONE'],
      ],
    )
    const { output } = await use(taskId, 1)
    const { source, before, after } = z.object(Optimisation.shape).parse(output)
    t.ok((after?.gates ?? 0) < (before?.gates ?? 0), 'it has fewer gates')
    t.equal(
      await artifact(task, 'circuit.qasm'),
      source,
      'what was shown to be equal is handed over',
    )
    t.match((await use(taskId, 3)).input, { source, deviceId: device, shots: 200 })
    const result = JSON.parse(await artifact(task, 'result.json'))
    t.match(result, { status: 'COMPLETED' })
    const events = await log()
    const jobs = events.filter(({ type }) => type === 'JobSubmitted')
    t.equal(jobs.length, 1)
    t.same(jobs[0]?.metadata.actor.kind, 'user', 'in the name of who asked')
    const { type, data } = events.find((each) => each.type === 'TaskToolUsed') ?? {}
    t.equal(type, 'TaskToolUsed')
    t.notMatch(JSON.stringify(data), /OPENQASM/, 'the log holds no text of theirs')
    t.equal(await codeOf(use(taskId, 5)), 'NOT_FOUND')
  },
)

t.test('a tool that refuses is told of, and nothing is done after it', async (t) => {
  const agentId = await spawn(tools)
  const taskId = await submit(agentId, 'Optimise and run this:\nOPENQASM 3.0;\nh q;\n')
  const task = await becomes(taskId, 'COMPLETED')
  t.match(task.toolUses, [{ tool: 'optimiseCircuit', came: 'REFUSED', code: 'INVALID_CIRCUIT' }])
  t.equal(task.toolUses.length, 1)
  t.match(await use(taskId, 1), { detail: /line 2/ })
  t.match(task.answer, /optimiseCircuit refused: INVALID_CIRCUIT/)
})

t.test('who may not send jobs may have none sent by an agent', async (t) => {
  const sending = await spawn(tools)
  const harmless = await spawn(['optimiseCircuit'])
  const scopes = ['agents:read', 'agents:write']
  const { key } = z
    .object({ key: z.string() })
    .parse(await post('/v1/api-keys', { name: 'agents alone', scopes }))
  const byKey = async (path: string, body: object) => http.send('POST', path, body, { apiKey: key })
  const task = (agentId: string) => ({
    ...{ assignee: { kind: 'AGENT', agentId }, instruction: 'What about this circuit?' },
  })
  t.equal(await codeOf(byKey('/v1/tasks', task(sending))), 'FORBIDDEN')
  t.equal(await codeOf(byKey('/v1/tasks', task(harmless))), 'done')
  const to = { kind: 'AGENT', agentId: sending }
  const message = { to, text: 'Run this, will you?' }
  t.equal(await codeOf(byKey('/v1/agent-messages', { ...message, act: 'ASK' })), 'FORBIDDEN')
  t.equal(await codeOf(byKey('/v1/agent-messages', message)), 'done')
  t.equal(await codeOf(byKey('/v1/agents', profile(['submitJob']))), 'FORBIDDEN')
  const asked = await submit(sending, 'Hello')
  await becomes(asked, 'INPUT_REQUIRED')
  const answer = { text: `Run this.\n${program}` }
  t.equal(await codeOf(byKey(`/v1/tasks/${asked}/input`, answer)), 'FORBIDDEN')
  const steps = [
    {
      key: 'ask',
      kind: 'TASK',
      assignee: { kind: 'AGENT', agentId: sending },
      instruction: 'Run.',
    },
  ]
  const { definitionId } = await post('/v1/workflow-definitions', {
    definition: { title: 'By an agent', steps },
  })
  t.equal(await codeOf(byKey('/v1/workflow-runs', { workflow: { definitionId } })), 'FORBIDDEN')
})
