import type { Cast } from '../../../ops/demo/agents/cast.ts'
import { until } from '../../../ops/demo/until.ts'
import { refused } from '../refused.ts'
import { becomes, usd, type Ada } from './ada.ts'

type Tasks = {
  readonly agentTasks: { readonly edges: readonly { readonly node: { readonly taskId: string } }[] }
}
const asked =
  'query($runId: ID!) { agentTasks(first: 1, filter: { runId: $runId }) { edges { node { taskId } } } }'

/** What a run asks of a person, once it does. */
const taskOf = ({ stage, ada }: Cast, runId: string): Promise<string> =>
  until('a task of the run', async () => {
    const { agentTasks } = await stage.graphql<Tasks>(asked, { runId }, ada.token)
    return agentTasks.edges[0]?.node.taskId
  })
const approve = async (cast: Cast, ada: Ada, runId: string): Promise<void> => {
  await ada.send('POST', `/v1/tasks/${await taskOf(cast, runId)}/approve`, {})
}

const definition = {
  title: 'Ask, then write',
  inputs: { algorithm: { type: 'string' } },
  steps: [
    { key: 'pause', kind: 'TIMER', seconds: 1 },
    {
      ...{ key: 'approval', kind: 'TASK', assignee: { kind: 'ROLE', role: 'MEMBER' } },
      ...{ approval: true, instruction: { $text: ['Write ', { $from: 'input.algorithm' }, '?'] } },
    },
    {
      ...{ key: 'write', kind: 'TOOL', tool: 'generateCircuit' },
      input: { algorithm: { $from: 'input.algorithm' }, parameters: {} },
    },
  ],
}

/** A workflow of one's own: run, forked, cancelled; changed and retired. */
export const workflows = async (cast: Cast, ada: Ada): Promise<void> => {
  const published = await ada.send('POST', '/v1/workflow-definitions', { definition })
  const path = `/v1/workflow-definitions/${String(published['definitionId'])}`
  const workflow = { definitionId: published['definitionId'] }
  const run = async (algorithm: string): Promise<string> => {
    const wish = { workflow, input: { algorithm }, budget: usd('20') }
    return String((await ada.send('POST', '/v1/workflow-runs', wish))['runId'])
  }
  const first = await run('bell')
  await approve(cast, ada, first)
  await becomes(ada, `/v1/workflow-runs/${first}`, 'COMPLETED')
  const fork = { fromStep: 'write', budget: usd('20') }
  const forked = await ada.send('POST', `/v1/workflow-runs/${first}/forks`, fork)
  await becomes(ada, `/v1/workflow-runs/${String(forked['runId'])}`, 'COMPLETED')
  const cancelled = await run('ghz')
  await taskOf(cast, cancelled)
  await ada.send('POST', `/v1/workflow-runs/${cancelled}/cancellation`)
  await becomes(ada, `/v1/workflow-runs/${cancelled}`, 'CANCELLED')
  await refused('RUN_ALREADY_ENDED', ada.send('POST', `/v1/workflow-runs/${first}/cancellation`))
  const [, ...shorter] = definition.steps
  await ada.send('POST', `${path}/versions`, { definition: { ...definition, steps: shorter } })
  await ada.send('DELETE', path)
  await refused('WORKFLOW_INVALID', run('bell'))
}
