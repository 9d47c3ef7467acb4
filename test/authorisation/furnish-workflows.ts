import { circuit } from '../../ops/demo/circuits.ts'
import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { eventually } from '../servers/eventually.ts'

/** A workflow of the buyer’s with a step that another waits for and a branch, and a run of it that is over. */
export const furnishWorkflows = async ({ http }: Stage, { carl: { token } }: Cast) => {
  const send = async (path: string, body: object) =>
    (await http.send('POST', path, body, { token })).body
  const input = { source: circuit('bell').source }
  const optimise = (key: string) => ({ key, kind: 'TOOL', tool: 'optimiseCircuit', input })
  const given = { present: { $from: 'run.id' } }
  const choice = { key: 'choice', kind: 'CONDITION', if: given, then: [optimise('again')] }
  const definition = { title: 'A bell pair', steps: [optimise('circuit'), choice] }
  const { definitionId } = await send('/v1/workflow-definitions', { definition })
  const { runId } = await send('/v1/workflow-runs', { workflow: { definitionId } })
  await eventually(async () => {
    const { body } = await http.get(`/v1/workflow-runs/${String(runId)}`, { token })
    return body['status'] === 'COMPLETED' ? true : undefined
  }, 60_000)
  return { definitionId: String(definitionId), runId: String(runId) }
}
