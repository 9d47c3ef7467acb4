import t from 'tap'
import { z } from 'zod'
import {
  agentTask,
  TaskWork,
  type EndedWork,
} from '../../../../domain/agents/prompts/agent-task.ts'
import { agentTaskFirst } from '../../../../domain/agents/prompts/agent-task-1.ts'
import { agentTaskRule } from './agent-task.ts'

const variables = (text: string, more: object = {}) => ({
  ...{ role: 'quantum specialist', skills: [], memory: [], tools: [], uses: [] },
  ...{ conversation: [{ from: 'REQUESTER', text }], ...more },
})
const said = (text: string, more: object = {}): TaskWork => {
  const told = z.json().parse(agentTask.variables.parse(variables(text, more)))
  return TaskWork.parse(JSON.parse(agentTaskRule.answer(told)))
}
const answer = (text: string, more: object = {}): EndedWork => {
  const work = said(text, more)
  if (work.outcome === 'USE_TOOL') throw new Error(`it wants ${work.tool}`)
  return work
}

t.test('puts down what is asked, what is kept in mind and the steps of the role', async (t) => {
  const memory = [{ key: 'units', text: 'Hartrees.' }]
  const { outcome, artifacts } = answer('Compare two ansatzes\nfor water', { memory })
  t.equal(outcome, 'COMPLETED')
  const [notes] = artifacts
  const content = notes !== undefined && 'content' in notes ? notes.content : ''
  t.match(content, /> Compare two ansatzes\n> for water/)
  t.match(content, /units: Hartrees\./)
  t.match(content, /Choose a device/)
  t.match(content, /no language model has read it/, 'it says what it is')
  t.same(answer('Compare two ansatzes'), answer('Compare two ansatzes'), 'the same every time')
})

t.test('asks when hardly anything was said', async (t) => {
  t.match(answer('Hello'), { outcome: 'INPUT_REQUIRED', artifacts: [] })
})

t.test('the prompt says who the agent is and what was said, in turns', async (t) => {
  const conversation = [
    { from: 'REQUESTER', text: 'Hello' },
    { from: 'ASSIGNEE', text: 'What?' },
    { from: 'REQUESTER', text: 'That.' },
  ]
  const messages = agentTask.render(variables('', { conversation, instructions: 'Be brief.' }))
  t.same(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user'],
  )
  t.match(messages[0]?.content, /quantum specialist[^]*Be brief\./)
  t.throws(() => agentTask.render({ role: 'x' }))
})

const program = 'OPENQASM 3.0;\nqubit[2] q;\nh q[0];\n'
const cards = (...names: readonly string[]) => ({
  tools: names.map((name) => ({ name, does: 'Something.', input: {}, output: {} })),
})
const done = (tool: string, output: object, turn = 1) => ({
  ...{ turn, tool, input: {}, came: 'DONE', said: JSON.stringify(output) },
})

t.test('tools are used one after the other, each with what those before it gave', async (t) => {
  const text = `Optimise this, then run it 200 times for at most 3 USD:\n${program}`
  const tools = cards('optimiseCircuit', 'recommendDevice', 'submitJob', 'awaitJob', 'diagnoseJob')
  const uses: object[] = []
  const next = () => said(text, { ...tools, uses })
  t.same(next(), { outcome: 'USE_TOOL', tool: 'optimiseCircuit', input: { source: program } })
  uses.push(done('optimiseCircuit', { source: 'shorter' }))
  const terms = { source: 'shorter', shots: 200, maximumCost: { amount: '300', asset: 'USD/2' } }
  t.same(next(), { outcome: 'USE_TOOL', tool: 'recommendDevice', input: terms })
  uses.push(done('recommendDevice', { deviceId: 'd', devices: [] }))
  t.same(next(), { outcome: 'USE_TOOL', tool: 'submitJob', input: { ...terms, deviceId: 'd' } })
  uses.push(done('submitJob', { jobId: 'j' }))
  t.same(next(), { outcome: 'USE_TOOL', tool: 'awaitJob', input: { jobId: 'j' } })
  uses.push(done('awaitJob', { jobId: 'j', status: 'FAILED' }))
  t.same(next(), { outcome: 'USE_TOOL', tool: 'diagnoseJob', input: { jobId: 'j' } })
  uses.push(done('diagnoseJob', { code: 'DEVICE_ERROR' }))
  t.match(next(), {
    outcome: 'COMPLETED',
    artifacts: [
      { name: 'circuit.qasm', from: { use: 1, path: 'source' } },
      { name: 'devices.json', from: { use: 2, path: 'devices' } },
      { name: 'result.json', from: { use: 4 } },
      { name: 'diagnosis.json', from: { use: 5 } },
      { name: 'notes.md' },
    ],
  })
})

t.test('a tool that it was not given is not used, nor any after one that refused', async (t) => {
  t.match(said(`Optimise this:\n${program}`), { outcome: 'COMPLETED' })
  const tools = cards('optimiseCircuit', 'analyseCircuit')
  const uses = [{ ...done('analyseCircuit', {}), came: 'REFUSED', said: 'INVALID_CIRCUIT: line 1' }]
  t.match(said(`Analyse and optimise this:\n${program}`, { ...tools, uses }), {
    outcome: 'COMPLETED',
    message: /analyseCircuit refused: INVALID_CIRCUIT: line 1/,
  })
})

t.test('another turn goes on with what tools gave in the one before', async (t) => {
  const conversation = [
    { from: 'REQUESTER', text: 'Write a GHZ circuit on 3 qubits' },
    { from: 'ASSIGNEE', text: 'Done.' },
    { from: 'REQUESTER', text: 'Now optimise it' },
  ]
  const uses = [done('generateCircuit', { source: program })]
  const tools = cards('generateCircuit', 'optimiseCircuit')
  t.same(said('', { conversation, uses, ...tools }), {
    ...{ outcome: 'USE_TOOL', tool: 'optimiseCircuit', input: { source: program } },
  })
})

t.test(
  'the prompt tells of tools, and of their uses in the turn that they belong to',
  async (t) => {
    const conversation = [
      { from: 'REQUESTER', text: 'First' },
      { from: 'ASSIGNEE', text: 'And?' },
      { from: 'REQUESTER', text: 'Second' },
    ]
    const uses = [done('analyseCircuit', { depth: 1 }), done('optimiseCircuit', { depth: 2 }, 2)]
    const told = agentTask.render(variables('', { conversation, uses, ...cards('analyseCircuit') }))
    t.match(told[0]?.content, /USE_TOOL[^]*"name":"analyseCircuit"/)
    t.match(
      told.slice(1).map(({ role, content }) => `${role}: ${content}`),
      [
        'user: First',
        /^assistant: .*analyseCircuit/,
        /^user: Use 1, of analyseCircuit: DONE\n\{"depth":1\}/,
        'assistant: And?',
        'user: Second',
        /^assistant: .*optimiseCircuit/,
        /^user: Use 2, of optimiseCircuit: DONE/,
      ],
    )
  },
)

t.test('the first version of the prompt is as it was', async (t) => {
  const { tools: _, uses: _uses, ...first } = variables('Compare two ansatzes for water')
  const told = agentTaskFirst.render(first)
  t.match(told[0]?.content, /outcome \(COMPLETED, INPUT_REQUIRED or REJECTED\)/)
  t.notMatch(told[0]?.content, /USE_TOOL/)
  const work = JSON.parse(agentTaskRule.answer(z.json().parse(first)))
  t.ok(agentTaskFirst.answer.safeParse(work).success)
})
