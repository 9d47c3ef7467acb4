import type { Cast } from '../../../ops/demo/agents/cast.ts'
import { until } from '../../../ops/demo/until.ts'
import { wholeLog } from '../../../ops/log/whole-log.ts'
import { refused } from '../refused.ts'
import { becomes, usd, type Ada } from './ada.ts'

/** A question to a model, out of a budget that is opened and closed for it. */
export const asking = async (ada: Ada): Promise<void> => {
  const { budgetId } = await ada.send('POST', '/v1/agent-budgets', { limit: usd('10') })
  const variables = { messages: [{ role: 'user', content: 'What is a Bell pair?' }] }
  const wish = { budgetId, variables, maxOutputTokens: 500 }
  await ada.send('POST', '/v1/llm-calls', wish)
  await ada.send('DELETE', `/v1/agent-budgets/${String(budgetId)}`)
  await becomes(ada, `/v1/agent-budgets/${String(budgetId)}`, 'CLOSED')
  await refused('BUDGET_NOT_OPEN', ada.send('POST', '/v1/llm-calls', wish))
  await refused(
    'INSUFFICIENT_FUNDS',
    ada.send('POST', '/v1/agent-budgets', { limit: usd('99999') }),
  )
}

/** Documents to look things up in, and a model that is trained on what little there is. */
export const learning = async (cast: Cast, ada: Ada): Promise<void> => {
  const text = 'Measure last. On the noisy device use at most three two-qubit gates a qubit.'
  const { documentId } = await ada.send('POST', '/v1/knowledge-documents', { title: 'Rules', text })
  const { http, hub } = cast.stage
  const { token } = cast.operator
  const wish = { name: 'queue-time', kind: 'QUEUE_TIME', description: 'How long a job waits' }
  const model = (await http.send('POST', '/v1/models', wish, { token })).body
  const path = `/v1/models/${String(model['modelId'])}/versions`
  await http.send('POST', path, { algorithm: 'RIDGE' }, { token })
  await until('the document in the search', async () => {
    for await (const events of wholeLog(hub.connections.eventStore))
      if (events.some(({ type }) => type === 'KnowledgeDocumentIndexed')) return true
    return undefined
  })
  await ada.send('DELETE', `/v1/knowledge-documents/${String(documentId)}`)
}
