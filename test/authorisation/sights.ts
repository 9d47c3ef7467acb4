import { randomUUID } from 'node:crypto'
import { signUp } from '../../ops/client/sign-up.ts'
import { makeApp } from '../../ops/demo/marketplace/app.ts'
import { run, subscribe } from '../../ops/demo/marketplace/buying.ts'
import { assemble, type Cast } from '../../ops/demo/marketplace/cast.ts'
import { createKey } from '../../ops/demo/marketplace/keys.ts'
import { putOnMarket, raisePrice } from '../../ops/demo/marketplace/listing.ts'
import { review } from '../../ops/demo/marketplace/opinions.ts'
import { setStage, type Stage } from '../../ops/demo/stage.ts'
import { createAccessTokens } from '../../platform/auth/access-token.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import type { Caller } from './callers.ts'
import { furnish } from './furnish.ts'
import { furnishAudit } from './furnish-audit.ts'
import { furnishOperations } from './furnish-operations.ts'
import type { Answer } from './looked.ts'
import type { Arguments } from './paths.ts'

const secret = Buffer.alloc(32, 5)
const settings = {
  // The first head may be of the first event alone.
  QHUB_AUDIT_HEAD_SECONDS: '2',
  QHUB_AUTH_SECRET: secret.toString('base64'),
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
}

/** More than this test asks for. */
const limits = {
  rate: { requests: 100_000, perSeconds: 60 },
  quota: { uses: 1_000_000, refill: { every: 'DAY' } },
}

const expiredToken = async (): Promise<string> => {
  const issuedAt = new Date('2026-01-01T00:00:00.000Z')
  const clock = manualClock(issuedAt.toISOString())
  const tokens = createAccessTokens({ secret, lifetimeSeconds: 60, clock })
  const [userId, organisation, sessionId] = [randomUUID(), randomUUID(), randomUUID()]
  const who = { userId, organisation, sessionId, roles: ['consumer'], scopes: ['jobs:read'] }
  return (await tokens.sign({ ...who, amr: ['pwd'], issuedAt })).token
}

/** The marketplace's story, told up to a review and a price raise, and everybody who may look at what it left. */
const tell = async (stage: Stage) => {
  const { http, outbox } = stage
  const cast = await assemble(stage)
  const { carl, developer, provider, operator } = cast
  const stranger = await signUp(http, outbox, 'steve', 'developer')
  const { appId, versionId } = await makeApp(stage, cast)
  const plans = await putOnMarket(stage, cast, appId)
  const subscriptionId = await subscribe(stage, carl, appId, plans.monthly)
  await createKey(stage, carl, subscriptionId)
  const { jobId } = await run(stage, carl, appId, { theta: 1 })
  await review(stage, cast, appId, subscriptionId)
  await raisePrice(stage, cast, appId, plans)
  const more = await furnish(stage, cast, appId)
  const correlationId = randomUUID()
  const keyOf = async (scopes: readonly string[]) => {
    const body = { name: 'test', scopes, limits }
    const { token } = carl
    const made = await http.send('POST', '/v1/api-keys', body, { token, correlationId })
    return { key: String(made.body['key']), keyId: String(made.body['keyId']) }
  }
  const narrow = await keyOf(['jobs:read'])
  const revoked = await keyOf(['jobs:read'])
  const last = await http.send('DELETE', `/v1/api-keys/${revoked.keyId}`, undefined, {
    token: carl.token,
  })
  const credentials: Readonly<Record<Caller, Readonly<Record<string, string>>>> = {
    anonymous: {},
    consumer: { authorization: `Bearer ${carl.token}` },
    developer: { authorization: `Bearer ${developer.token}` },
    provider: { authorization: `Bearer ${provider.token}` },
    stranger: { authorization: `Bearer ${stranger.token}` },
    operator: { authorization: `Bearer ${operator.token}` },
    'narrow key': { 'x-api-key': narrow.key },
    'revoked key': { 'x-api-key': revoked.key },
    'expired token': { authorization: `Bearer ${await expiredToken()}` },
  }
  const position = String(last.body['position'])
  const ids = await found(stage, cast, more.deviceId, position)
  const { actionId, eventId, submitted } = await furnishOperations(stage, cast, jobId)
  const signedId = await furnishAudit(stage, cast)
  const known: Arguments = {
    'Query.job': `jobId: "${jobId}"`,
    'Query.changes': `of: JOB, id: "${jobId}", from: { position: "${submitted}" }`,
    'Query.stateAt': `stream: "job-${jobId}"`,
    'Query.stateDiff': `stream: "job-${jobId}", from: { revision: "0" }, to: { revision: "1" }`,
    'Query.agent': `agentId: "${more.agentId}"`,
    'Query.agentTask': `taskId: "${more.taskId}"`,
    'Query.workflow': `definitionId: "${more.definitionId}"`,
    'Query.workflowRun': `runId: "${more.runId}"`,
    'Query.capsule': `capsuleId: "${more.capsuleId}"`,
    'Query.deploymentPlan': `planId: "${more.planId}"`,
    'Query.model': 'name: "queue-time"',
    'Query.searchKnowledge': 'query: "measure"',
    'Query.stakes': 'staker: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"',
    'Query.stakeMovements': 'staker: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"',
    'Query.rewardShares': `deviceId: "${more.deviceId}"`,
    'Query.device': `deviceId: "${more.deviceId}"`,
    'Query.calibration': `calibrationId: "${ids.calibrationId}"`,
    'Query.quote': `quoteId: "${more.quoteId}"`,
    'Query.listing': `appId: "${appId}"`,
    'Query.app': `appId: "${appId}"`,
    'Query.appVersion': `versionId: "${versionId}"`,
    'Query.project': `projectId: "${ids.projectId}"`,
    'Query.appSubscription': `subscriptionId: "${subscriptionId}"`,
    'Query.organisation': `organisationId: "${carl.organisationId}"`,
    'Query.profile': `userId: "${ids.userId}"`,
    'Query.wallet': `walletId: "${carl.organisationId}-USD"`,
    'Query.webhookEndpoint': `endpointId: "${more.endpointId}"`,
    'Query.usage': `month: "${more.month}", bySubject: true, organisationId: "${carl.organisationId}"`,
    'Query.priceBook': `priceBookId: "${more.priceBookId}"`,
    'Query.usageRerating': `reratingId: "${more.reratingId}"`,
    'Query.bill': `billId: "${more.billId}"`,
    'Query.payment': `paymentId: "${more.paymentId}"`,
    'Query.journalEntry': `entryId: "${more.entryId}"`,
    'Query.payee': `organisationId: "${provider.organisationId}"`,
    'Payee.statement':
      'asset: "USD/2", from: "2026-01-01T00:00:00.000Z", before: "2099-01-01T00:00:00.000Z"',
    'Query.ledgerEntries': 'first: 100',
    'Query.webhookMessage': `messageId: "${ids.messageId}"`,
    'Query.events': `correlationId: "${correlationId}"`,
    'Query.logEvent': `eventId: "${eventId}"`,
    'Query.inclusionProof': `eventId: "${signedId}"`,
    'Query.consistencyProof': 'from: 1, to: 2',
    'Query.causalTree': `eventId: "${eventId}"`,
    'Query.stream': `name: "job-${jobId}"`,
    'Query.sagaInstance': `stream: "jobExecution-${jobId}"`,
    'Query.sagaInstances': 'first: 50, direction: ASC',
    'Query.operatorAction': `actionId: "${actionId}"`,
    'Query.node': `id: "${ids.node}"`,
  }
  return { credentials, known }
}

type Page<Node> = { readonly edges: readonly { readonly node: Node }[] }
type Found = {
  readonly me: { readonly userId: string; readonly id: string }
  readonly device: { readonly calibration: { readonly calibrationId: string } }
  readonly webhookMessages: Page<{ readonly messageId: string }>
}

/** Ids that no command answers with. */
const found = async (
  { graphql }: Stage,
  { carl, developer }: Cast,
  deviceId: string,
  position: string,
) => {
  const { me, device, webhookMessages } = await graphql<Found>(
    `query @atLeast(position: "${position}", waitMs: 30000) {
      me { userId id }
      device(deviceId: "${deviceId}") { calibration { calibrationId } }
      webhookMessages(first: 1) { edges { node { messageId } } }
    }`,
    {},
    carl.token,
  )
  const { projects } = await graphql<{ readonly projects: Page<{ readonly projectId: string }> }>(
    '{ projects(first: 1) { edges { node { projectId } } } }',
    {},
    developer.token,
  )
  return {
    userId: me.userId,
    node: me.id,
    calibrationId: device.calibration.calibrationId,
    messageId: webhookMessages.edges[0]?.node.messageId ?? '',
    projectId: projects.edges[0]?.node.projectId ?? '',
  }
}

export const prepareSights = async () => {
  const stage = await setStage(() => undefined, settings)
  const { credentials, known } = await tell(stage)
  const post = async (caller: Caller, query: string) => {
    const response = await fetch(new URL('/graphql', stage.readApi), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials[caller] },
      body: JSON.stringify({ query }),
    })
    return response.json() as Promise<Answer>
  }
  return { ask: post, known, stop: stage.clear }
}
