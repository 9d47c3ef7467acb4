import { Refused } from '../../client/http-client.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import type { Cast } from './cast.ts'

/** What the hub must not let happen, tried; how many refusals there were. */
export const provokeRefusals = async (
  { http }: Stage,
  { carl, cleo, developer, deviceId }: Cast,
  appId: string,
  plan: string,
  line: (text: string) => void,
): Promise<number> => {
  const opinion = {
    rating: 1,
    title: 'Never tried it',
    body: 'But I have an opinion.',
    use: { kind: 'JOB', jobId: deviceId },
  }
  const tries: readonly (readonly [string, string, string, object, string])[] = [
    [
      'a second subscription',
      'ALREADY_SUBSCRIBED',
      '/v1/subscriptions',
      { appId, planId: plan },
      carl.token,
    ],
    [
      'a run beyond the quota',
      'QUOTA_EXCEEDED',
      `/v1/apps/${appId}/run`,
      { inputs: { theta: 1 }, shots: 100 },
      carl.token,
    ],
    [
      'inputs that the schema refuses',
      'INPUTS_REJECTED',
      `/v1/apps/${appId}/run`,
      { inputs: { theta: 9 }, shots: 100 },
      cleo.token,
    ],
    [
      'a review without a use of it',
      'USE_NOT_VERIFIED',
      `/v1/apps/${appId}/reviews`,
      opinion,
      cleo.token,
    ],
    [
      'a seller rates their own app',
      'FORBIDDEN',
      `/v1/apps/${appId}/reviews`,
      opinion,
      developer.token,
    ],
  ]
  for (const [what, expected, path, body, token] of tries) {
    const code = await http.send('POST', path, body, { token }).then(
      () => 'no refusal',
      (error: unknown) => {
        if (error instanceof Refused) return error.code
        throw error
      },
    )
    hold(code === expected, `${what} was answered with ${code}`)
    line(`  refused: ${what} (${code})`)
  }
  return tries.length
}
