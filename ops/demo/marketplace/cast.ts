import { registerDevice } from '../../client/register-device.ts'
import { signUp, type Person } from '../../client/sign-up.ts'
import { ideal } from '../devices.ts'
import { makeOperator } from '../operator.ts'
import type { Stage } from '../stage.ts'

/** Who sells, who buys, who owns the device, and who keeps the house. */
export type Cast = {
  readonly operator: Person
  readonly provider: Person
  readonly developer: Person
  /** Buys by the month. */
  readonly carl: Person
  /** Buys by the run. */
  readonly cleo: Person
  readonly deviceId: string
}

export const credit = { amount: '5000', asset: 'USD/2' }

/** Everybody signs up, follows the mail and logs in; the device is put online; the buyers have 50 dollars each. */
export const assemble = async ({ hub, http, outbox }: Stage): Promise<Cast> => {
  const [operator, provider, developer, carl, cleo] = await Promise.all([
    makeOperator(hub, http),
    signUp(http, outbox, 'priya', 'provider'),
    signUp(http, outbox, 'dana', 'developer'),
    signUp(http, outbox, 'carl', 'consumer'),
    signUp(http, outbox, 'cleo', 'consumer'),
  ])
  const { token } = operator
  for (const { organisationId } of [carl, cleo])
    await http.send(
      'POST',
      `/v1/wallets/${organisationId}/credits`,
      { amount: credit, reason: 'Welcome' },
      { token },
    )
  const deviceId = await registerDevice(http, provider, ideal)
  return { operator, provider, developer, carl, cleo, deviceId }
}
