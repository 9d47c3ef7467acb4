import { until } from '../../../ops/demo/until.ts'
import { refused } from '../refused.ts'
import { becomes, usd, type Ada } from './ada.ts'

const profile = {
  ...{ name: 'Grace', role: { kind: 'QUANTUM_SPECIALIST' }, budgetPerTask: usd('50') },
}

/** An agent's life: configured, told things, asked, stopped for a while, retired; and tasks of people. */
export const office = async (ada: Ada): Promise<void> => {
  const { agentId } = await ada.send('POST', '/v1/agents', profile)
  const agent = `/v1/agents/${String(agentId)}`
  await ada.send('PUT', `${agent}/profile`, { ...profile, name: 'Grace H.' })
  await ada.send('PUT', `${agent}/memory/units`, { text: 'Our chemists prefer hartrees.' })
  const byAgent = { assignee: { kind: 'AGENT', agentId }, instruction: 'What is a Bell pair?' }
  const { taskId } = await ada.send('POST', '/v1/tasks', byAgent)
  await becomes(ada, `/v1/tasks/${String(taskId)}`, 'COMPLETED', 'INPUT_REQUIRED', 'FAILED')
  const to = { kind: 'AGENT', agentId }
  const said = { to, act: 'ASK', text: 'Is line 3 stable?' }
  const told = await ada.send('POST', '/v1/agent-messages', said)
  await ada.send('POST', '/v1/agent-messages', {
    to: { kind: 'TOPIC', topic: 'lines' },
    text: 'All.',
  })
  await until('the agent’s answer', async () => {
    const { messages } = await ada.get(`/v1/conversations/${String(told['conversationId'])}`)
    return Array.isArray(messages) && messages.length > 1 ? true : undefined
  })
  await ada.send('POST', `${agent}/pause`)
  await ada.send('POST', `${agent}/resume`)
  await ada.send('DELETE', `${agent}/memory/units`)
  await ada.send('POST', `${agent}/retire`)
  await refused('AGENT_NOT_ACTIVE', ada.send('PUT', `${agent}/profile`, profile))

  const ofPerson = {
    assignee: { kind: 'ROLE', role: 'ADMIN' },
    instruction: 'May we spend 20 USD?',
  }
  const first = await ada.send('POST', '/v1/tasks', { ...ofPerson, approval: true })
  await ada.send('POST', `/v1/tasks/${String(first['taskId'])}/approve`, {})
  const second = await ada.send('POST', '/v1/tasks', ofPerson)
  const path = `/v1/tasks/${String(second['taskId'])}`
  await ada.send('POST', `${path}/start`)
  await ada.send('POST', `${path}/questions`, { question: 'In which month?' })
  await ada.send('POST', `${path}/input`, { text: 'This one.' })
  const artifact = { name: 'note.md', mediaType: 'text/markdown', content: '# A note' }
  await ada.send('POST', `${path}/artifacts`, artifact)
  await ada.send('POST', `${path}/complete`, { answer: 'Done.' })
  await refused('TASK_ALREADY_TERMINAL', ada.send('POST', `${path}/cancel`))
}
