import { registerDevice } from '../../../ops/client/register-device.ts'
import type { World } from './hub.ts'

/** A simulated device without noise that takes everything the simulator takes; `facts` and `execution` change it. */
export const deviceFacts = (facts: object = {}, execution: object = {}) => ({
  name: 'Bench',
  technology: 'SIMULATOR',
  qubits: 1000,
  shots: { min: 1, max: 100_000 },
  priceBook: [
    { version: '1', asset: 'USD/2', validFrom: '2026-01-01T00:00:00.000Z', perTask: '0.01' },
  ],
  execution: { provider: 'simulator', concurrency: 4, ...execution },
  ...facts,
})

/** Registers it and puts it online; its id. */
export const openDevice = (
  { http, provider }: World,
  facts: object = {},
  execution: object = {},
): Promise<string> => registerDevice(http, provider, deviceFacts(facts, execution))

/** Publishes a calibration in any of the forms that the front door takes; its id. */
export const publishCalibration = async (
  { http, provider: { token } }: World,
  deviceId: string,
  calibration: object,
): Promise<string> => {
  const path = `/v1/devices/${deviceId}/calibrations`
  const { body } = await http.send('POST', path, calibration, { token })
  return String(body['calibrationId'])
}

/** A device that errs by a calibration, which it must have before it goes online. */
export const openNoisyDevice = async (
  world: World,
  qubits: number,
  calibration: object,
): Promise<{ readonly deviceId: string; readonly calibrationId: string }> => {
  const { http, provider } = world
  const { token } = provider
  const facts = deviceFacts({ qubits }, { noise: true })
  const registered = await http.send('POST', '/v1/devices', facts, { token })
  const deviceId = String(registered.body['deviceId'])
  const calibrationId = await publishCalibration(world, deviceId, calibration)
  const { headers } = await http.get(`/v1/devices/${deviceId}`, { token })
  await http.send(
    'PUT',
    `/v1/devices/${deviceId}/status`,
    { status: 'ONLINE' },
    { token, ifMatch: headers.get('etag') ?? '' },
  )
  return { deviceId, calibrationId }
}
