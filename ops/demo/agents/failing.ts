import { z } from 'zod'
import { circuit } from '../circuits.ts'
import { until } from '../until.ts'
import { plantFailure, type Cast } from './cast.ts'

const Diagnosis = z.looseObject({
  code: z.string(),
  findings: z.array(z.looseObject({ detail: z.string(), advice: z.string().optional() })),
})
export type Diagnosis = z.output<typeof Diagnosis>

/** A job on a device that loses every run, and what is found out about it. */
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
  const { body } = await http.get(`/v1/jobs/${jobId}/diagnosis`, { token })
  return Diagnosis.parse(body)
}
