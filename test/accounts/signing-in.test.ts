import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient, Refused } from '../../ops/client/http-client.ts'
import { startHubProcess } from '../../ops/client/hub-process.ts'
import { codeAt } from '../../platform/auth/totp.ts'
import { startOpenId } from '../servers/openid.ts'

t.setTimeout(120_000)

const Begun = z.object({ flow: z.string(), authorizationUrl: z.string() })
const Session = z.object({
  userId: z.string(),
  accessToken: z.string(),
  position: z.string(),
})

const fromBase32 = (text: string): Buffer => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(text, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => parseInt(byte, 2)) ?? [],
  )
}

t.test('signed in at a provider, with a second factor, through the front doors', async (t) => {
  const [dataDir, openid] = await Promise.all([
    mkdtemp(join(tmpdir(), 'qhub-signing-in-')),
    startOpenId(),
  ])
  const { issuer, client } = openid
  const hub = await startHubProcess({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'error',
    QHUB_SIGN_IN_PROVIDERS: JSON.stringify([{ name: 'example', issuer, ...client }]),
  })
  t.teardown(async () => {
    await hub.stop()
    await openid.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const http = createHttpClient(hub.writeApi)
  const graphql = createGraphqlClient(hub.readApi)
  const person = { sub: '248289761001', email: 'Jane@Example.org', email_verified: true }

  const enter = async () => {
    const begun = Begun.parse((await http.send('POST', '/v1/sign-in/example/flows')).body)
    const { flow, authorizationUrl } = begun
    const callback = await openid.signIn(authorizationUrl, person)
    return http.send('POST', '/v1/sign-in/example/sessions', { flow, callback })
  }
  const first = Session.parse((await enter()).body)
  const { accessToken: token, userId } = first

  const enrolled = await http.send('POST', '/v1/me/mfa/enrolments', {}, { token })
  const secret = fromBase32(String(enrolled.body['secret']))
  const enabled = await http.send(
    'POST',
    '/v1/me/mfa/enable',
    { code: codeAt(secret, new Date()) },
    { token },
  )
  const { recoveryCodes } = z.object({ recoveryCodes: z.array(z.string()) }).parse(enabled.body)

  const halfway = await enter().catch((error: unknown) => error)
  if (!(halfway instanceof Refused)) throw new Error('one step was enough')
  t.equal(halfway.code, 'MFA_REQUIRED')
  const { challenge } = z
    .object({ challenge: z.object({ token: z.string() }) })
    .parse(halfway.problem)
  const second = await http.send('POST', '/v1/sessions/second-factor', {
    challenge: challenge.token,
    code: recoveryCodes[0],
  })
  const session = Session.parse(second.body)
  t.equal(session.userId, userId)

  const seen = await graphql<unknown>(
    `query ($position: Position!) @atLeast(position: $position, waitMs: 10000) { me { username email emailVerified
      secondFactor { status recoveryCodesLeft }
      linkedIdentities { edges { node { provider } } }
      sessions(first: 1) { edges { node { current authenticationMethods } } } } }`,
    { position: session.position },
    session.accessToken,
  )
  t.same(seen, {
    me: {
      username: 'jane',
      email: 'jane@example.org',
      emailVerified: true,
      secondFactor: { status: 'ENABLED', recoveryCodesLeft: 9 },
      linkedIdentities: { edges: [{ node: { provider: 'example' } }] },
      sessions: {
        edges: [{ node: { current: true, authenticationMethods: ['fed', 'otp', 'mfa'] } }],
      },
    },
  })
})
