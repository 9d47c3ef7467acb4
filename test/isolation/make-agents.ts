import { z } from 'zod'
import { until } from '../../ops/demo/until.ts'
import { exampleCapsule } from '../../write-api/agents/capsules/examples.ts'
import { idIn, type Body } from './id-in.ts'

/** Ways to the hub as one person. */
export type Door = {
  readonly post: (path: string, body?: object) => Promise<Body>
  readonly get: (path: string) => Promise<Body>
}

/** Agents, what they say and work on, with the word in every text; ids by the names of the parameters that take them. */
export const makeAgents = async (door: Door, word: string) => ({
  ...(await makeWork(door, word)),
  ...(await makeTalk(door, word)),
  ...(await makeWorkflow(door, word)),
  ...(await makeCapsule(door, word)),
})

const Artifacts = z.looseObject({ artifacts: z.tuple([z.looseObject({ artifactId: z.string() })]) })

/** An agent, and a task of a person’s that has brought something forth. */
const makeWork = async ({ post, get }: Door, word: string) => {
  const agent = await post('/v1/agents', {
    name: word,
    description: word,
    role: { kind: 'DEVELOPER' },
    skills: [{ id: 'tests', name: word, description: word, tags: [word] }],
    tools: ['optimiseCircuit'],
    budgetPerTask: { amount: '5', asset: 'USD/2' },
    instructions: word,
  })
  const assignee = { kind: 'ROLE', role: 'OWNER' }
  const task = await post('/v1/tasks', { assignee, instruction: word })
  const taskId = idIn(task, 'taskId')
  const artifact = { name: `${word}.md`, mediaType: 'text/markdown', content: word }
  await post(`/v1/tasks/${taskId}/artifacts`, artifact)
  const { artifacts } = Artifacts.parse(await get(`/v1/tasks/${taskId}`))
  const [{ artifactId }] = artifacts
  const agentId = idIn(agent, 'agentId')
  return { agentId, taskId, contextId: idIn(task, 'contextId'), artifactId }
}

/** A message to a topic, and a question to a model. */
const makeTalk = async ({ post }: Door, word: string) => {
  const to = { kind: 'TOPIC', topic: word }
  const message = await post('/v1/agent-messages', { to, text: word })
  const budget = await post('/v1/agent-budgets', { limit: { amount: '5', asset: 'USD/2' } })
  const budgetId = idIn(budget, 'budgetId')
  const variables = { messages: [{ role: 'user', content: word }] }
  const call = await post('/v1/llm-calls', { budgetId, variables, maxOutputTokens: 50 })
  return {
    conversationId: idIn(message, 'conversationId'),
    messageId: idIn(message, 'messageId'),
    budgetId,
    callId: idIn(call, 'callId'),
  }
}

/** A workflow, and a run of it that is over. */
const makeWorkflow = async ({ post, get }: Door, word: string) => {
  const input = { source: exampleCapsule.source }
  const steps = [{ key: word, kind: 'TOOL', tool: 'optimiseCircuit', input }]
  const definition = { title: word, steps }
  const definitionId = idIn(await post('/v1/workflow-definitions', { definition }), 'definitionId')
  const runId = idIn(await post('/v1/workflow-runs', { workflow: { definitionId } }), 'runId')
  await until('the run of the workflow', async () => {
    const { status } = await get(`/v1/workflow-runs/${runId}`)
    return status === 'COMPLETED' ? true : undefined
  })
  return { definitionId, runId }
}

/** A capsule, a run of it, and a plan to deploy it. */
const makeCapsule = async ({ post }: Door, word: string) => {
  const packaged = { ...exampleCapsule, name: word, description: word }
  const capsuleId = idIn(await post('/v1/capsules', packaged), 'capsuleId')
  const run = await post(`/v1/capsules/${capsuleId}/runs`, { shots: 100, seed: word })
  const deploy = { kind: 'CAPSULE', capsuleId }
  const plan = await post('/v1/deployment-plans', { name: word, deploy })
  return { capsuleId, capsuleRunId: idIn(run, 'runId'), planId: idIn(plan, 'planId') }
}
