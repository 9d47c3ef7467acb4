import { signUp, type Person } from '../../ops/client/sign-up.ts'
import { ideal } from '../../ops/demo/devices.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { setStage, type Stage } from '../../ops/demo/stage.ts'
import { idIn } from './id-in.ts'
import { makeAgents } from './make-agents.ts'

/** A word that stands in every text of the victim, and nowhere else. */
export const mark = 'xq7victim'

const program = (name: string): string =>
  `OPENQASM 3.0;\n// ${name}\ninclude "stdgates.inc";\nqubit[1] q;\nbit[1] c;\nh q[0];\nc = measure q;\n`

/** Ids of what belongs to the victim alone, by the name of the parameter that would take them. */
export type Things = Readonly<Record<string, string>>

/** The victim makes one of everything that an organisation can have, and publishes none of it. */
const makeThings = async (
  { http }: Stage,
  victim: Person,
  operator: Person,
  deviceId: string,
): Promise<Things> => {
  const { token, organisationId } = victim
  const post = async (path: string, body?: object) =>
    (await http.send('POST', path, body, { token })).body
  const get = async (path: string) => (await http.get(path, { token })).body
  const amount = { amount: '1000', asset: 'USD/2' }
  await http.send(
    'POST',
    `/v1/wallets/${organisationId}/credits`,
    { amount, reason: mark },
    { token: operator.token },
  )
  const used = { meter: 'llm_tokens_in', value: '5', occurredAt: new Date().toISOString() }
  const usage = { kind: 'USAGE', source: mark, id: mark, subject: mark, ...used }
  await http.send(
    'POST',
    '/v1/usage',
    { organisation: organisationId, events: [usage] },
    { token: operator.token },
  )
  await http.send('PUT', '/v1/me/profile', { displayName: mark, isPublic: false }, { token })
  const name = `${mark} name`
  const work = { deviceId, source: program(mark), shots: 10 }
  const key = await post('/v1/api-keys', { name, scopes: ['jobs:read'] })
  const guest = { email: `${mark}.guest@elsewhere.example`, role: 'VIEWER' }
  const invitation = await post(`/v1/organisations/${organisationId}/invitations`, guest)
  const quote = await post('/v1/quotes', work)
  const job = await post('/v1/jobs', { ...work, name, tags: [mark] })
  const project = await post('/v1/projects', { name })
  const projectId = idIn(project, 'projectId')
  const circuit = await post(`/v1/projects/${projectId}/circuits`, {
    name: mark,
    source: program(mark),
  })
  const app = await post('/v1/apps', {
    slug: `${mark}-app`,
    name,
    summary: mark,
    type: 'EDUCATION',
    licence: 'MIT',
    readme: mark,
    tags: [],
    visibility: 'PRIVATE',
  })
  const appId = idIn(app, 'appId')
  const page = await post(`/v1/apps/${appId}/pages`, { title: mark, body: mark })
  const version = await post(`/v1/apps/${appId}/versions`, {
    semver: '1.0.0',
    version: {
      sdk: { name: 'openqasm', version: '3.0' },
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object' },
      examples: [],
      releaseNotes: mark,
      qubits: 1,
    },
  })
  const document = await post('/v1/knowledge-documents', { title: mark, text: mark })
  const endpoint = await post('/v1/webhook-endpoints', {
    url: `https://${mark}.example.com/hook`,
    eventTypes: ['job.completed'],
  })
  const endpointId = idIn(endpoint, 'endpointId')
  const ping = await post(`/v1/webhook-endpoints/${endpointId}/pings`)
  const setup = await post('/v1/payment-method-setups', { providerMethodId: 'pm_card_visa' })
  const card = await post('/v1/payment-methods', { setupId: setup['setupId'] })
  const payment = await post(`/v1/wallets/${organisationId}/top-ups`, {
    amount: { amount: '500', asset: 'USD/2' },
  })
  return {
    organisationId,
    keyId: idIn(key, 'keyId'),
    invitationId: idIn(invitation, 'invitationId'),
    quoteId: idIn(quote, 'quoteId'),
    jobId: idIn(job, 'jobId'),
    projectId,
    circuitId: idIn(circuit, 'circuitId'),
    appId,
    pageId: idIn(page, 'pageId'),
    versionId: idIn(version, 'versionId'),
    documentId: idIn(document, 'documentId'),
    endpointId,
    webhookMessageId: idIn(ping, 'messageId'),
    methodId: idIn(card, 'methodId'),
    paymentId: idIn(payment, 'paymentId'),
    ...(await makeAgents({ post, get }, mark)),
  }
}

const settings = {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
}

const subjectOf = (token: string): { readonly sub: string; readonly sid: string } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    readonly sub: string
    readonly sid: string
  }

/** A hub with a victim who has everything, and a stranger who may do everything, in an organisation of their own. */
export const prepareNeighbours = async () => {
  const stage = await setStage(() => undefined, settings)
  const { hub, http, outbox, writeApi, readApi } = stage
  const operator = await makeOperator(hub, http)
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const deviceId = await registerDevice(http, provider, ideal)
  const [victim, stranger] = [
    await signUp(http, outbox, mark, 'developer'),
    await signUp(http, outbox, 'stranger', 'developer'),
  ]
  const made = await makeThings(stage, victim, operator, deviceId)
  const { sub: userId, sid: sessionId } = subjectOf(victim.token)
  const things: Things = {
    ...made,
    userId,
    sessionId,
    walletId: `${victim.organisationId}-USD`,
  }
  return { hub, things, victim, stranger, deviceId, writeApi, readApi, stop: stage.clear }
}
