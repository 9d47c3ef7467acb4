import { setTimeout as pause } from 'node:timers/promises'
import type { HttpClient } from '../client/http-client.ts'
import { circuit } from '../demo/circuits.ts'
import type { Given } from './answers.ts'
import { jobEnd } from './job-end.ts'
import { insist, type Insistence } from './insist.ts'
import { noteIn } from './note.ts'
import type { Wishes } from './plan.ts'
import type { World } from './world.ts'

export type Driver = Insistence & {
  readonly http: HttpClient
  readonly world: World
  readonly seed: string
  readonly record: (given: Given) => void
}

const topUp = async (driver: Driver, organisationId: string, key: string): Promise<void> => {
  const { http, world } = driver
  const body = { amount: { amount: '25', asset: 'USD/2' }, reason: key }
  const path = `/v1/wallets/${organisationId}/credits`
  const { token } = world.operator
  const verdict = await insist(() => http.send('POST', path, body, { token, key }), driver)
  noteIn(driver.record)('credit', key, {}, verdict)
}

/** Half of what the job cost, rounded up, if it cost anything. */
const giveBack = async (driver: Driver, jobId: string, key: string): Promise<void> => {
  const { http, world, signal } = driver
  const { token } = world.operator
  const charged = await jobEnd(http, token, jobId, signal)
  if (charged === undefined || charged.amount === '0') return
  const amount = { ...charged, amount: ((BigInt(charged.amount) + 1n) / 2n).toString() }
  const path = `/v1/jobs/${jobId}/refunds`
  const send = () => http.send('POST', path, { amount, reason: key }, { token, key })
  noteIn(driver.record)('refund', key, { jobId }, await insist(send, driver))
}

const drive = async (driver: Driver, job: Wishes): Promise<string | undefined> => {
  const { http, world, seed } = driver
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
  const submit = async (impatientMs?: number): Promise<string | undefined> => {
    const send = () => http.send('POST', '/v1/jobs', body, { token, key })
    const verdict = await insist(send, driver, impatientMs)
    const about = verdict.kind === 'answered' ? { jobId: String(verdict.answer.body['jobId']) } : {}
    noteIn(driver.record)('submit', key, about, verdict)
    return about.jobId
  }

  await pause(job.delayMs)
  if (job.credits) await topUp(driver, person.organisationId, `${key}-credit`)
  const jobId = await submit(job.impatientMs)
  if (jobId === undefined) return undefined
  const repeat = async (): Promise<void> => {
    if (job.repeatAfterMs === undefined) return
    await pause(job.repeatAfterMs)
    await submit()
  }
  const cancel = async (): Promise<void> => {
    if (job.cancelAfterMs === undefined) return
    await pause(job.cancelAfterMs)
    const cancelKey = `${key}-cancel`
    const send = () =>
      http.send('DELETE', `/v1/jobs/${jobId}`, undefined, { token, key: cancelKey })
    noteIn(driver.record)('cancel', cancelKey, { jobId }, await insist(send, driver))
  }
  const refund = async (): Promise<void> => {
    if (job.refunds) await giveBack(driver, jobId, `${key}-refund`)
  }
  await Promise.all([repeat(), cancel(), refund()])
  return jobId
}

/**
 * Everything that one caller wants of one job, through whatever happens to the hub meanwhile; the job's id. Nothing when the
 * job was refused, or the caller gave up.
 */
export const driveJob = async (driver: Driver, job: Wishes): Promise<string | undefined> => {
  try {
    return await drive(driver, job)
  } catch (error) {
    if (driver.signal.aborted) return undefined
    throw error
  }
}
