import type { Person } from '../../client/sign-up.ts'
import type { Stage } from '../stage.ts'

/** A key of the subscription: it runs the app, and does nothing else. */
export const createKey = async (
  { http }: Stage,
  { token }: Person,
  subscriptionId: string,
): Promise<string> => {
  const { body } = await http.send(
    'POST',
    `/v1/subscriptions/${subscriptionId}/keys`,
    { name: 'Classroom' },
    { token },
  )
  return String(body['key'])
}
