import { setTimeout as pause } from 'node:timers/promises'
import { Refused, type HttpClient } from '../client/http-client.ts'
import { circuit, circuits, type DemoCircuit } from './circuits.ts'
import type { Cast } from './cast.ts'
import { hold } from './expect.ts'

export type Submitted = {
  readonly jobId: string
  readonly label: string
  readonly circuit: DemoCircuit
  /** On an ideal device the counts are known; elsewhere they are only shown. */
  readonly exact: boolean
  readonly correlationId: string
  readonly position: string
}

/** Sends a circuit through the HTTP front door. */
export const submit = async (
  http: HttpClient,
  { researcher }: Cast,
  each: DemoCircuit,
  deviceId: string,
  label: string,
  exact: boolean,
): Promise<Submitted> => {
  const correlationId = crypto.randomUUID()
  const body = { source: each.source, deviceId, shots: each.shots, seed: 'demo', name: each.name }
  const answer = await http.send('POST', '/v1/jobs', body, {
    token: researcher.token,
    correlationId,
  })
  const { jobId, position } = answer.body
  return {
    jobId: String(jobId),
    position: String(position),
    label,
    circuit: each,
    exact,
    correlationId,
  }
}

export const submitAll = async (http: HttpClient, cast: Cast): Promise<readonly Submitted[]> => {
  const jobs: Submitted[] = []
  for (const each of circuits)
    jobs.push(await submit(http, cast, each, cast.devices.ideal, each.name, true))
  for (const name of ['bell', 'ghz'])
    jobs.push(await submit(http, cast, circuit(name), cast.devices.noisy, `${name} (noisy)`, false))
  return jobs
}

const patienceMs = 60_000

/** A job that its owner thinks better of, once it runs. */
export const submitAndCancel = async (http: HttpClient, cast: Cast): Promise<Submitted> => {
  const { token } = cast.researcher
  const job = await submit(
    http,
    cast,
    circuit('bell'),
    cast.devices.slow,
    'bell (cancelled)',
    false,
  )
  const deadline = performance.now() + patienceMs
  for (;;) {
    const { body } = await http.get(`/v1/jobs/${job.jobId}`, { token })
    if (body['status'] === 'RUNNING') break
    hold(performance.now() < deadline, `the slow job did not start: ${String(body['status'])}`)
    await pause(50)
  }
  await http.send('DELETE', `/v1/jobs/${job.jobId}`, undefined, { token })
  return job
}

/** The refusals, each by its code; nothing of them is stored. */
export const provokeRefusals = async (
  http: HttpClient,
  { researcher, devices }: Cast,
  show: (text: string) => void,
): Promise<number> => {
  const bell = circuit('bell').source
  const refused = async (expected: string, body: object): Promise<void> => {
    const refusal = await http.send('POST', '/v1/jobs', body, { token: researcher.token }).then(
      () => undefined,
      (error: unknown) => error,
    )
    hold(
      refusal instanceof Refused && refusal.code === expected,
      `expected ${expected}, got ${String(refusal)}`,
    )
    if (refusal instanceof Refused) show(`${refusal.status} ${refusal.message}`)
  }
  await refused('INSUFFICIENT_FUNDS', { source: bell, deviceId: devices.noisy, shots: 20_000 })
  await refused('INVALID_CIRCUIT', {
    source: bell.replace('cx q[0], q[1];', 'cx q[0] q[1];'),
    deviceId: devices.ideal,
    shots: 100,
  })
  return 2
}
