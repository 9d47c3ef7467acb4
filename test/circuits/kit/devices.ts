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
