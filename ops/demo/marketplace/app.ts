import { z } from 'zod'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'

/** A pair of qubits whose outcome is chosen by an angle: what the app of the demo runs. */
const program = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
qubit[2] q;
bit[2] c;
ry(theta) q[0];
cx q[0], q[1];
c = measure q;
`

const version = {
  sdk: { name: 'openqasm', version: '3.0' },
  inputSchema: {
    type: 'object',
    properties: { theta: { type: 'number', minimum: 0, maximum: 3.1416 } },
    required: ['theta'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object' },
  examples: [{ name: 'A fair coin', inputs: { theta: 1.5708 } }],
  releaseNotes: 'The first one.',
}

const app = {
  slug: 'tunable-pair',
  summary: 'Two qubits that agree, as often on 1 as you like.',
  type: 'EDUCATION',
  licence: 'Apache-2.0',
  readme: '# Tunable pair\n\nGive it an angle.',
  tags: ['entanglement', 'teaching'],
}

const Released = z.object({ appId: z.string(), versionId: z.string() })
export type Released = z.output<typeof Released>

/** A project from a template, a circuit of her own, a version that is validated and released, and an app in the registry. */
export const makeApp = async (
  { http }: Stage,
  { developer: { token }, deviceId }: Cast,
): Promise<Released> => {
  const project = await http.send(
    'POST',
    '/v1/projects',
    { name: 'Tunable pair', template: 'bell-pair' },
    { token },
  )
  const projectId = String(project.body['projectId'])
  const circuit = await http.send(
    'POST',
    `/v1/projects/${projectId}/circuits`,
    { name: 'pair', source: program, inputs: { theta: 1.5708 } },
    { token },
  )
  const { circuitId } = circuit.body
  const release = await http.send(
    'POST',
    `/v1/projects/${projectId}/releases`,
    { circuitId, semver: '1.0.0', app, version: { ...version, preferredDeviceId: deviceId } },
    { token },
  )
  const released = Released.parse(release.body)
  const { appId, versionId } = released
  const whole = `/v1/apps/${appId}/versions/${versionId}`
  await http.send('POST', `${whole}/validation`, undefined, { token })
  const status = await until('the validation of the version', async () => {
    const { body } = await http.get(whole, { token })
    return body['status'] === 'validating' ? undefined : body['status']
  })
  hold(status === 'validated', `the version is ${String(status)}`)
  await http.send('POST', `${whole}/release`, undefined, { token })
  await http.send('POST', `/v1/apps/${appId}/publication`, undefined, { token })
  return released
}
