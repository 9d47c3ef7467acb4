import { z } from 'zod'
import { hold } from '../expect.ts'
import type { Screen } from '../screen.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'
import { completed, outputOf, type Run } from './runs.ts'

export const sentence =
  'Estimate the phase 3/8 of a gate by phase estimation on 4 qubits, with as few two-qubit gates as it takes. ' +
  'Run it with 1,000 shots on the best device for at most $2, test it, and deliver a capsule and a plan to deploy it.'

const usd = (amount: string) => ({ amount, asset: 'USD/2' })

const Requirement = z.looseObject({ id: z.string(), statement: z.string() })
const Understood = z.looseObject({
  functional: z.array(Requirement),
  nonFunctional: z.array(Requirement),
  circuit: z.looseObject({ algorithm: z.string() }),
})
const Proposed = z.looseObject({ summary: z.string(), definitionId: z.string() })

export type Wanted = {
  readonly runId: string
  readonly requirements: number
  readonly run: Run
}

type Tasks = {
  readonly agentTasks: {
    readonly edges: readonly { readonly node: { readonly taskId: string } }[]
  }
}
const asked =
  'query($runId: ID!) { agentTasks(first: 1, filter: { runId: $runId }) { edges { node { taskId } } } }'

/** A sentence in, a plan out; the person reads it, says yes, and waits for what comes of it. */
export const want = async ({ stage, ada }: Cast, screen: Screen): Promise<Wanted> => {
  const { http, graphql } = stage
  const { token } = ada
  const body = { text: sentence, budget: usd('100'), runBudget: usd('300') }
  const begun = await http.send('POST', '/v1/intents', body, { token })
  const runId = String(begun.body['runId'])
  const understood = await outputOf(stage, ada, runId, 'requirements', Understood)
  const requirements = [...understood.functional, ...understood.nonFunctional]
  for (const { id, statement } of requirements) screen.line(`  ${id}  ${statement}`)

  screen.heading('What is proposed, for a person to approve of')
  const { summary } = await outputOf(stage, ada, runId, 'proposal', Proposed)
  const from = summary.indexOf('Tasks')
  for (const line of summary.slice(from).split('\n')) screen.line(`  ${line}`)
  const taskId = await until('the task to approve', async () => {
    const { agentTasks } = await graphql<Tasks>(asked, { runId }, token)
    return agentTasks.edges[0]?.node.taskId
  })
  await http.send('POST', `/v1/tasks/${taskId}/approve`, { answer: 'Go ahead.' }, { token })
  const run = await completed(stage, ada, runId)
  hold(requirements.length > 0, 'nothing was understood')
  return { runId, requirements: requirements.length, run }
}
