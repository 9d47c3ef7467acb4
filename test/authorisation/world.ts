import { call, succeed, type Call } from '../write-api/kit/client.ts'
import { startHub } from '../write-api/kit/hub.ts'
import { makeOperator, signUp } from '../write-api/kit/people.ts'
import type { Caller } from './callers.ts'

/** A hub, and each caller's credentials for it. */
export const prepareDoors = async () => {
  const hub = await startHub()
  const { app, clock } = hub
  const old = await signUp(hub, 'old')
  // Longer than an access token lives.
  clock.advance(3_600_000)
  const consumer = await signUp(hub, 'consumer')
  const developer = await signUp(hub, 'developer', ['developer'])
  const provider = await signUp(hub, 'provider', ['provider'])
  const stranger = await signUp(hub, 'stranger', ['consumer', 'developer'])
  const operator = await makeOperator(hub)
  const keyOf = async (scopes: readonly string[]) => {
    const { token } = consumer
    const { body } = await succeed(app, 'POST', '/v1/api-keys', {
      token,
      body: { name: 'test', scopes },
    })
    return { key: String(body.key), keyId: String(body.keyId) }
  }
  const narrow = await keyOf(['jobs:read'])
  // That a key was used today is noted with its first request.
  await call(app, 'GET', `/v1/jobs/${narrow.keyId}`, { apiKey: narrow.key })
  const revoked = await keyOf(['jobs:read', 'jobs:write'])
  await succeed(app, 'DELETE', `/v1/api-keys/${revoked.keyId}`, { token: consumer.token })
  const credentials: Readonly<Record<Caller, Pick<Call, 'token' | 'apiKey'>>> = {
    anonymous: {},
    consumer: { token: consumer.token },
    developer: { token: developer.token },
    provider: { token: provider.token },
    stranger: { token: stranger.token },
    operator: { token: operator.token },
    'narrow key': { apiKey: narrow.key },
    'revoked key': { apiKey: revoked.key },
    'expired token': { token: old.token },
  }
  return { hub, app, credentials }
}
