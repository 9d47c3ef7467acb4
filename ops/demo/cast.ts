import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import { newId } from '../../platform/ids/ids.ts'
import type { HttpClient } from '../client/http-client.ts'
import { registerDevice } from '../client/register-device.ts'
import { logIn, signUp, type Person } from '../client/sign-up.ts'
import type { Hub } from '../hub/hub.ts'
import { calibration, failing, ideal, noisy, slow } from './devices.ts'

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
export const assemble = async (
  { services }: Hub,
  http: HttpClient,
  outbox: string,
): Promise<Cast> => {
  const id = newId()
  const email = 'olga@example.org'
  const password = 'only the operator knows this'
  const made = await execute(
    services,
    bootstrapOperator,
    { email, username: 'olga', password },
    systemContext('demo', id, id, id),
  )
  if (made.kind === 'failed') throw new Error(made.failure.detail)
  const [operator, provider, researcher] = await Promise.all([
    logIn(http, 'olga', email, password),
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
