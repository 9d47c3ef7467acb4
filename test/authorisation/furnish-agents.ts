import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/** An agent of the buyer’s, a task that the buyer has done, and two messages, one of them taken. */
export const furnishAgents = async ({ http }: Stage, { carl: { token } }: Cast) => {
  const send = async (path: string, body: object) =>
    (await http.send('POST', path, body, { token })).body
  const { agentId } = await send('/v1/agents', {
    name: 'Ada',
    role: { kind: 'DEVELOPER' },
    skills: [{ id: 'tests', name: 'Tests', description: 'Writes tests.', tags: ['qa'] }],
    tools: ['optimiseCircuit'],
    budgetPerTask: { amount: '5', asset: 'USD/2' },
  })
  const memory = `/v1/agents/${String(agentId)}/memory/style`
  await http.send('PUT', memory, { text: 'Short sentences.' }, { token })
  const assignee = { kind: 'ROLE', role: 'OWNER' }
  const { taskId } = await send('/v1/tasks', { assignee, instruction: 'Look at the report' })
  const artifact = { name: 'notes.md', mediaType: 'text/markdown', content: 'Fine.' }
  await send(`/v1/tasks/${String(taskId)}/artifacts`, artifact)
  await send(`/v1/tasks/${String(taskId)}/complete`, { answer: 'Looked at.' })
  const to = { kind: 'TOPIC', topic: 'news' }
  const { conversationId, messageId } = await send('/v1/agent-messages', {
    to,
    text: 'All is well.',
  })
  const of = `/v1/conversations/${String(conversationId)}/messages/${String(messageId)}`
  await send(`${of}/receipts`, { agentId })
  const answers = { conversationId, inReplyTo: messageId }
  await send('/v1/agent-messages', { to, text: 'Good.', ...answers })
  const { budgetId } = await send('/v1/agent-budgets', { limit: { amount: '5', asset: 'USD/2' } })
  const variables = { messages: [{ role: 'user', content: 'Hello' }] }
  await send('/v1/llm-calls', { budgetId, variables, maxOutputTokens: 50 })
  return { agentId: String(agentId), taskId: String(taskId) }
}
