import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, HttpClient } from '../client/http-client.ts'
import { circuit } from '../demo/circuits.ts'
import type { Given } from './answers.ts'
import { insist, type Tally, type Verdict } from './insist.ts'
import type { PlannedJob } from './plan.ts'
import type { World } from './world.ts'

export type Driver = {
  readonly http: HttpClient
  readonly world: World
  readonly seed: string
  readonly tally: Tally
  readonly record: (given: Given) => void
}

const acknowledged = (
  command: Given['command'],
  key: string,
  jobId: string,
  { body }: Answer,
): Given => ({
  command,
  key,
  jobId,
  kind: 'acknowledged',
  stream: String(body['stream']),
  revision: BigInt(String(body['revision'])),
  position: BigInt(String(body['position'])),
})

/** Everything that one caller wants of one job, through whatever happens to the hub meanwhile; the job's id. */
export const driveJob = async (driver: Driver, job: PlannedJob): Promise<string | undefined> => {
  const { http, world, seed, tally, record } = driver
  const person = world.people[job.person]
  if (person === undefined) throw new Error(`there is no person ${job.person}`)
  const { token } = person
  const key = `kills-${seed}-${job.number}`
  const { source } = circuit(job.circuit)
  const body = {
    source,
    deviceId: world.devices[job.device],
    shots: job.shots,
    seed: key,
    name: key,
  }
  const submit = (impatientMs?: number): Promise<Verdict> =>
    insist(() => http.send('POST', '/v1/jobs', body, { token, key }), tally, impatientMs)
  const note = (verdict: Verdict): string | undefined => {
    if (verdict.kind === 'refused') {
      record({ command: 'submit', key, kind: 'refused', code: verdict.refusal.code })
      return undefined
    }
    const jobId = String(verdict.answer.body['jobId'])
    record(acknowledged('submit', key, jobId, verdict.answer))
    return jobId
  }

  await pause(job.delayMs)
  const jobId = note(await submit(job.impatientMs))
  if (jobId === undefined) return undefined
  const repeat = async (): Promise<void> => {
    if (job.repeatAfterMs === undefined) return
    await pause(job.repeatAfterMs)
    note(await submit())
  }
  const cancel = async (): Promise<void> => {
    if (job.cancelAfterMs === undefined) return
    await pause(job.cancelAfterMs)
    const cancelKey = `${key}-cancel`
    const verdict = await insist(
      () => http.send('DELETE', `/v1/jobs/${jobId}`, undefined, { token, key: cancelKey }),
      tally,
    )
    record(
      verdict.kind === 'answered'
        ? acknowledged('cancel', cancelKey, jobId, verdict.answer)
        : {
            command: 'cancel',
            key: cancelKey,
            jobId,
            kind: 'refused',
            code: verdict.refusal.code,
          },
    )
  }
  await Promise.all([repeat(), cancel()])
  return jobId
}
