import { Refused } from '../../../ops/client/http-client.ts'
import { logIn, signUp } from '../../../ops/client/sign-up.ts'
import type { Raise } from '../incident.ts'

/** Somebody writes a letter: they want to be forgotten. */
export const erasureRequest: Raise = async ({ stage }) => {
  const { http, outbox, graphql } = stage
  const { token } = await signUp(http, outbox, 'fiona', 'consumer')
  const { me } = await graphql<{ me: { userId: string } }>('{ me { userId } }', {}, token)
  return {
    variables: { USER_ID: me.userId },
    left: async () => {
      const code = await logIn(http, 'fiona', 'fiona@example.org').then(
        () => 'none',
        (error: unknown) => (error instanceof Refused ? error.code : String(error)),
      )
      return code === 'INVALID_CREDENTIALS' ? [] : [`fiona's log-in is answered ${code}`]
    },
  }
}
