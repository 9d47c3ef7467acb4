import { z } from 'zod'
import { circuit } from '../circuits.ts'
import { hold } from '../expect.ts'
import { until } from '../until.ts'
import { plantFailure, type Cast } from './cast.ts'

const Diagnosis = z.looseObject({
  code: z.string(),
  findings: z.array(z.looseObject({ detail: z.string(), advice: z.string().optional() })),
})
export type Diagnosis = z.output<typeof Diagnosis>

const Spawned = z.looseObject({ agentId: z.string() })
const Task = z.looseObject({
  taskId: z.string(),
  status: z.string(),
  artifacts: z.array(z.looseObject({ artifactId: z.string(), name: z.string() })),
  toolUses: z.array(z.looseObject({ tool: z.string() })),
})

/** An agent with one tool is asked why; what the tool found out is what it hands over. */
const askWhy = async ({ stage: { http }, ada }: Cast, jobId: string): Promise<unknown> => {
  const { token } = ada
  const profile = {
    ...{ name: 'Quinn', role: { kind: 'QUANTUM_SPECIALIST' }, tools: ['diagnoseJob'] },
    budgetPerTask: { amount: '50', asset: 'USD/2' },
  }
  const spawned = await http.send('POST', '/v1/agents', profile, { token })
  const { agentId } = Spawned.parse(spawned.body)
  const instruction = `Why did the job ${jobId} fail?`
  const order = { assignee: { kind: 'AGENT', agentId }, instruction }
  const { body } = await http.send('POST', '/v1/tasks', order, { token })
  const path = `/v1/tasks/${String(body['taskId'])}`
  const task = await until('the agent’s answer', async () => {
    const seen = Task.parse((await http.get(path, { token })).body)
    return seen.status === 'COMPLETED' ? seen : undefined
  })
  hold(task.toolUses.length === 1, `${task.toolUses.length} tools were used`)
  const found = task.artifacts.find(({ name }) => name === 'diagnosis.json')
  const artifact = await http.get(`${path}/artifacts/${found?.artifactId ?? ''}`, { token })
  return JSON.parse(String(artifact.body['content']))
}

/** A job on a device that loses every run, and what an agent finds out about it. */
export const diagnosePlanted = async (cast: Cast): Promise<Diagnosis> => {
  const { http } = cast.stage
  const { token } = cast.ada
  const deviceId = await plantFailure(cast)
  const job = { source: circuit('bell').source, deviceId, shots: 100, name: 'planted' }
  const jobId = String((await http.send('POST', '/v1/jobs', job, { token })).body['jobId'])
  await until('the planted failure', async () => {
    const { body } = await http.get(`/v1/jobs/${jobId}`, { token })
    return body['status'] === 'FAILED' ? true : undefined
  })
  return Diagnosis.parse(await askWhy(cast, jobId))
}
