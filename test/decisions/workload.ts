import type { HttpClient } from '../../ops/client/http-client.ts'
import { logIn, signUp } from '../../ops/client/sign-up.ts'
import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { ownAccount } from './own-account.ts'
import { assemble, type Cast } from '../../ops/demo/cast.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { ideal } from '../../ops/demo/devices.ts'
import { provokeRefusals, submit, submitAndCancel } from '../../ops/demo/submissions.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { eventually } from '../servers/eventually.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { tradeApps } from './market.ts'
import { refused } from './refused.ts'

type Body = Readonly<Record<string, unknown>>

/** The job has ended and its money is settled. */
const settled = (http: HttpClient, token: string, jobId: string): Promise<true> =>
  eventually(async () => {
    const { body } = await http.get(`/v1/jobs/${jobId}`, { token, prefer: 'wait=30' })
    return ['SETTLED', 'RELEASED'].includes(String(body['billing'])) ? true : undefined
  }, 90_000)

const accounts = async (http: HttpClient, { operator, researcher, provider }: Cast) => {
  const { token } = researcher
  const password = 'correct horse battery staple'
  const email = 'new@example.org'
  const taken = { email, username: 'ravi', password, roles: ['consumer'] }
  await refused('USERNAME_TAKEN', http.send('POST', '/v1/accounts', taken))
  await refused(
    'EMAIL_TAKEN',
    http.send('POST', '/v1/accounts', { ...taken, email: 'ravi@example.org', username: 'new' }),
  )
  await http.send('POST', '/v1/accounts/verification-mails', { email: 'ravi@example.org' })

  const login = { email: 'ravi@example.org', password }
  const session = (await http.send('POST', '/v1/sessions', login)).body
  const { userId, refreshToken } = session
  const refresh = (key: string) =>
    http.send('POST', '/v1/sessions/refresh', { refreshToken }, { key })
  await refresh('refreshed-once')
  await refresh('refreshed-once')
  await refused('REFRESH_TOKEN_REUSED', refresh('refreshed-again'))
  const leaving = (await http.send('POST', '/v1/sessions', login)).body
  await http.send('DELETE', '/v1/sessions/current', undefined, {
    token: String(leaving['accessToken']),
  })

  const lab = { name: 'Lab' }
  const { organisationId } = (await http.send('POST', '/v1/organisations', lab, { token })).body
  const members = `/v1/organisations/${String(organisationId)}/members`
  const priya = (await http.send('POST', '/v1/sessions', { email: 'priya@example.org', password }))
    .body
  const member = { username: 'priya', role: 'MEMBER' }
  const one = `${members}/${String(priya['userId'])}`
  await http.send('POST', members, member, { token })
  await http.send('POST', members, member, { token })
  await http.send('PATCH', one, { role: 'OWNER' }, { token })
  await http.send('DELETE', one, undefined, { token })
  await refused(
    'LAST_OWNER',
    http.send('DELETE', `${members}/${String(userId)}`, undefined, { token }),
  )

  const key = { name: 'ci', scopes: ['jobs:read'] }
  const { keyId } = (await http.send('POST', '/v1/api-keys', key, { token })).body
  await http.send('DELETE', `/v1/api-keys/${String(keyId)}`, undefined, { token })
  await refused(
    'SCOPE_EXCEEDS_GRANTOR',
    http.send('POST', '/v1/api-keys', { name: 'more', scopes: ['billing:credit'] }, { token }),
  )

  const account = `/v1/accounts/${String(priya['userId'])}`
  const asOperator = { token: operator.token }
  await http.send('POST', `${account}/disable`, { reason: 'a test' }, asOperator)
  await http.send('POST', `${account}/disable`, { reason: 'again' }, asOperator)
  await http.send('POST', `${account}/enable`, undefined, asOperator)
  await http.send('PUT', `${account}/roles`, { roles: ['provider', 'developer'] }, asOperator)
  return logIn(http, provider.username, 'priya@example.org')
}

/** A device from registration to retirement; answers the job that waited on it in vain. */
const devices = async (http: HttpClient, cast: Cast, token: string): Promise<string> => {
  const { researcher } = cast
  const deviceId = await registerDevice(
    http,
    { ...cast.provider, token },
    {
      ...ideal,
      name: 'Short-lived 20',
    },
  )
  const path = `/v1/devices/${deviceId}`
  const etag = async () => (await http.get(path, { token })).headers.get('etag') ?? ''
  const status = async (wanted: string) =>
    http.send('PUT', `${path}/status`, { status: wanted }, { token, ifMatch: await etag() })
  const price = {
    version: '2030-01',
    asset: 'USD/2',
    validFrom: '2030-01-01T00:00:00.000Z',
    perTask: '0.05',
  }
  await http.send('POST', `${path}/prices`, price, { token, ifMatch: await etag() })
  const submitted = () =>
    http.send(
      'POST',
      '/v1/jobs',
      { source: circuit('bell').source, deviceId, shots: 10 },
      { token: researcher.token },
    )
  await status('PAUSED')
  const waiting = String((await submitted()).body['jobId'])
  await status('OFFLINE')
  await refused('DEVICE_OFFLINE', submitted())
  await refused('ILLEGAL_DEVICE_TRANSITION', status('PAUSED'))
  await status('RETIRED')
  await refused('DEVICE_RETIRED', status('ONLINE'))
  return waiting
}

/**
 * What the hub is for, on a small scale: people and organisations, devices from registration to retirement, jobs that
 * complete, fail, are cancelled and refused, money held, captured, released and refunded. Answers how many jobs there were.
 */
export const runWorkload = async (stage: Stage): Promise<number> => {
  const { hub, http, outbox } = stage
  const cast = await assemble(hub, http, outbox)
  const { operator, researcher } = cast
  const { token } = researcher
  const usd = (amount: string) => ({ amount, asset: 'USD/2' })
  const credits = `/v1/wallets/${researcher.organisationId}/credits`
  await http.send(
    'POST',
    credits,
    { amount: usd('2000'), reason: 'Welcome' },
    { token: operator.token },
  )

  const completing = [
    await submit(http, cast, circuit('bell'), cast.devices.ideal, 'bell', true),
    await submit(http, cast, circuit('ghz'), cast.devices.noisy, 'ghz', false),
  ]
  const { quoteId } = (
    await http.send(
      'POST',
      '/v1/quotes',
      { source: circuit('bell').source, deviceId: cast.devices.ideal, shots: 100 },
      { token },
    )
  ).body
  const work = { source: circuit('bell').source, deviceId: cast.devices.ideal, shots: 100 }
  const quoted: Body = (await http.send('POST', '/v1/jobs', { ...work, quoteId }, { token })).body
  const failing = await submit(http, cast, circuit('bell'), cast.devices.failing, 'fails', false)
  const cancelled = await submitAndCancel(http, cast)
  await provokeRefusals(http, cast, () => undefined)
  const jobs = [...completing, failing, cancelled].map(({ jobId }) => jobId)
  for (const jobId of [...jobs, String(quoted['jobId'])]) await settled(http, token, jobId)

  const [bell] = completing
  const refund = (amount: string, code?: string) => {
    const asked = http.send(
      'POST',
      `/v1/jobs/${bell?.jobId ?? ''}/refunds`,
      { amount: usd(amount), reason: 'goodwill' },
      { token: operator.token },
    )
    return code === undefined ? asked : refused(code, asked)
  }
  await refund('1')
  await refund('100000', 'REFUND_ABOVE_CAPTURE')
  await refused(
    'JOB_ALREADY_TERMINAL',
    http.send('DELETE', `/v1/jobs/${bell?.jobId ?? ''}`, undefined, { token }),
  )

  const provider = await accounts(http, cast)
  await signUp(http, outbox, 'mona', 'consumer')
  await ownAccount(http, 'mona@example.org', async (email) => {
    const texts = (await readOutbox(outbox)).filter(({ to }) => to === email)
    return texts.flatMap(({ text }) => /^qhp_\S+$/m.exec(text) ?? [])[0] ?? ''
  })
  await settled(http, token, await devices(http, cast, provider.token))
  await tradeApps(stage, { ...cast, provider })
  return jobs.length + 2 + 4
}
