import type { TestHub } from '../kit/hub.ts'
import { logIn, makeOperator, signUp, type Person } from '../kit/people.ts'

/** One of those who send requests: what they do may end their own session, or their account. */
export type Sender = { readonly token: () => string; readonly renew: () => Promise<void> }

const sender = (hub: TestHub, first: Person, another: () => Promise<Person>): Sender => {
  let person = first
  let { token } = first
  return {
    token: () => token,
    renew: async () => {
      try {
        token = (await logIn(hub, person.email)).accessToken
      } catch {
        // The account is shut, closed, or has another password by now: somebody like them takes their place.
        person = await another()
        token = person.token
      }
    },
  }
}

export const senders = (
  hub: TestHub,
  people: Readonly<Record<'operator' | 'provider' | 'researcher' | 'stranger', Person>>,
): readonly Sender[] => [
  sender(hub, people.operator, () => makeOperator(hub)),
  sender(hub, people.provider, () => signUp(hub, 'provider', ['provider'])),
  sender(hub, people.researcher, () => signUp(hub, 'researcher', ['consumer', 'developer'])),
  sender(hub, people.stranger, () => signUp(hub, 'stranger', ['consumer', 'developer'])),
]
