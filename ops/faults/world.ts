import type { HttpClient } from '../client/http-client.ts'
import { registerDevice } from '../client/register-device.ts'
import { logIn, signUp, type Person } from '../client/sign-up.ts'
import { calibration, deviceNames, deviceOf, type DeviceName } from './fleet.ts'
import { people } from './plan.ts'

export const operatorOf = {
  email: 'olga@example.org',
  username: 'olga',
  password: 'only the operator knows this',
} as const

/** The reason of everybody's first credit. */
export const welcome = 'Welcome'

/** Who takes part: an operator, people with money, and devices that do all kinds of things. */
export type World = {
  readonly operator: Person
  readonly people: readonly Person[]
  readonly devices: Readonly<Record<DeviceName, string>>
}

export const populate = async (http: HttpClient, outbox: string): Promise<World> => {
  const { email, username, password } = operatorOf
  const operator = await logIn(http, username, email, password)
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const consumers: Person[] = []
  for (let number = 0; number < people; number += 1) {
    const person = await signUp(http, outbox, `ravi-${number}`, 'consumer')
    const amount = { amount: '100000', asset: 'USD/2' }
    await http.send(
      'POST',
      `/v1/wallets/${person.organisationId}/credits`,
      { amount, reason: welcome },
      { token: operator.token },
    )
    consumers.push(person)
  }
  const ids = new Map<DeviceName, string>()
  for (const name of deviceNames) {
    const given = name === 'noisy' ? calibration : undefined
    ids.set(name, await registerDevice(http, provider, deviceOf(name, new Date()), given))
  }
  const idOf = (name: DeviceName): string => {
    const id = ids.get(name)
    if (id === undefined) throw new Error(`the device ${name} was not registered`)
    return id
  }
  return {
    operator,
    people: consumers,
    devices: {
      ideal: idOf('ideal'),
      noisy: idOf('noisy'),
      failing: idOf('failing'),
      silent: idOf('silent'),
      slow: idOf('slow'),
      partial: idOf('partial'),
      windowed: idOf('windowed'),
    },
  }
}
