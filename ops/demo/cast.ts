import type { HttpClient } from '../client/http-client.ts'
import { registerDevice } from '../client/register-device.ts'
import { signUp, type Person } from '../client/sign-up.ts'
import type { Hub } from '../hub/hub.ts'
import { calibration, failing, ideal, noisy, slow } from './devices.ts'
import { makeOperator } from './operator.ts'

export type Cast = {
  readonly operator: Person
  readonly provider: Person
  readonly researcher: Person
  readonly devices: {
    readonly ideal: string
    readonly noisy: string
    readonly failing: string
    readonly slow: string
  }
}

/** The people of the demo and their devices. The operator is made on the hub's own machine, everybody else signs up. */
export const assemble = async (hub: Hub, http: HttpClient, outbox: string): Promise<Cast> => {
  const [operator, provider, researcher] = await Promise.all([
    makeOperator(hub, http),
    signUp(http, outbox, 'priya', 'provider'),
    signUp(http, outbox, 'ravi', 'consumer'),
  ])
  return {
    operator,
    provider,
    researcher,
    devices: {
      ideal: await registerDevice(http, provider, ideal),
      noisy: await registerDevice(http, provider, noisy, calibration),
      failing: await registerDevice(http, provider, failing),
      slow: await registerDevice(http, provider, slow),
    },
  }
}
