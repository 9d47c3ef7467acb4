import { Refused, type HttpClient } from '../../ops/client/http-client.ts'

const password = 'correct horse battery staple'
const next = 'staple battery horse correct'

/** What a person does with their own account: profile, keys and their bounds, password, sessions, rest. */
export const ownAccount = async (
  http: HttpClient,
  email: string,
  resetTokenOf: (email: string) => Promise<string>,
): Promise<void> => {
  const login = { email, password }
  const signIn = async (body: object = login) =>
    String((await http.send('POST', '/v1/sessions', body)).body['accessToken'])
  const token = await signIn()
  const profile = { displayName: 'Priya', bio: 'Grows crystals.', isPublic: true }
  await http.send('PUT', '/v1/me/profile', profile, { token })
  await http.send('PUT', '/v1/me/profile', profile, { token })

  const wanted = {
    name: 'bounded',
    scopes: ['jobs:read', 'accounts:write'],
    limits: { quota: { uses: 50, refill: { every: 'DAY' } } },
  }
  const made = (await http.send('POST', '/v1/api-keys', wanted, { token })).body
  const path = `/v1/api-keys/${String(made['keyId'])}`
  const check = (key: unknown, cost: number) =>
    http.send('POST', '/v1/api-key-checks', { key, cost }, { token })
  await check(made['key'], 3)
  await check(made['key'], 100)
  await http.send('PATCH', path, { name: 'narrower', scopes: ['jobs:read'] }, { token })
  const fresh = (await http.send('POST', `${path}/rotate`, { graceSeconds: 60 }, { token })).body
  await check(fresh['key'], 1)
  // Nobody's job is not found, but asked for.
  const apiKey = String(fresh['key'])
  const asked = http.get(`/v1/jobs/${String(fresh['keyId'])}`, { apiKey })
  await asked.catch((error: unknown) => {
    if (!(error instanceof Refused) || error.code !== 'NOT_FOUND') throw error
  })

  await http.send('POST', '/v1/me/sessions/end-all', { keepCurrent: true }, { token })
  await http.send('PUT', '/v1/me/password', { current: password, password: next }, { token })
  await http.send('POST', '/v1/password-resets', { email })
  const reset = { token: await resetTokenOf(email), password }
  await http.send('POST', '/v1/password-resets/complete', reset)
  const again = { token: await signIn() }
  await http.send('POST', '/v1/me/deactivate', { password }, again)
  await http.send('POST', '/v1/accounts/reactivate', login)
}
