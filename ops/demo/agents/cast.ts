import { registerDevice } from '../../client/register-device.ts'
import { signUp, type Person } from '../../client/sign-up.ts'
import { calibration, failing } from '../devices.ts'
import { makeOperator } from '../operator.ts'
import type { Stage } from '../stage.ts'
import { exclusive, shaky, steady, worse } from './devices.ts'

export type Cast = {
  readonly stage: Stage
  readonly operator: Person
  readonly provider: Person
  /** Says what she wants, and approves of what it becomes. */
  readonly ada: Person
  readonly devices: {
    readonly steady: string
    readonly shaky: string
    readonly exclusive: string
  }
}

/** Everybody signs up; three devices that could do it are on offer; ten dollars for whoever wants something. */
export const assemble = async (stage: Stage): Promise<Cast> => {
  const { hub, http, outbox } = stage
  const [operator, provider, ada] = await Promise.all([
    makeOperator(hub, http),
    signUp(http, outbox, 'priya', 'provider'),
    signUp(http, outbox, 'ada', 'developer'),
  ])
  const credit = { amount: { amount: '1000', asset: 'USD/2' }, reason: 'Welcome' }
  await http.send('POST', `/v1/wallets/${ada.organisationId}/credits`, credit, {
    token: operator.token,
  })
  const devices = {
    steady: await registerDevice(http, provider, steady, calibration),
    shaky: await registerDevice(http, provider, shaky, worse(8)),
    exclusive: await registerDevice(http, provider, exclusive, worse(0.1)),
  }
  return { stage, operator, provider, ada, devices }
}

/** One more device, that loses every run; its id. */
export const plantFailure = ({ stage, provider }: Cast): Promise<string> =>
  registerDevice(stage.http, provider, failing)
