import { readFileSync } from 'node:fs'
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLObjectType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
} from 'graphql'
import t from 'tap'
import { needsArguments, objectTypes, pathsTo, selectionAt } from '../authorisation/paths.ts'
import { mark, prepareNeighbours } from './world.ts'

t.setTimeout(600_000)
const { hub, things, victim, stranger, deviceId, readApi, stop } = await prepareNeighbours()
t.teardown(stop)
const schema = buildSchema(
  readFileSync(new URL('../../read-api/schema.graphql', import.meta.url), 'utf8'),
)
const query = schema.getQueryType()
if (query === undefined || query === null) throw new Error('the schema has no queries')

const [first] = await hub.services.eventStore.read(`job-${things['jobId']}`, { maxCount: 1 })
const submitted = first?.position.toString() ?? '0'

/** What a caller would ask each root field with, who knows every id of the victim. A new one that takes arguments fails below. */
const aimedAt: Readonly<Record<string, string>> = {
  'Query.agent': `agentId: "${things['agentId']}"`,
  'Query.agentMessages': `conversationId: "${things['conversationId']}"`,
  'Query.agentTask': `taskId: "${things['taskId']}"`,
  'Query.app': `appId: "${things['appId']}"`,
  'Query.appVersion': `versionId: "${things['versionId']}"`,
  'Query.capsule': `capsuleId: "${things['capsuleId']}"`,
  'Query.capsuleRuns': `capsuleId: "${things['capsuleId']}"`,
  'Query.changes': `of: JOB, id: "${things['jobId']}", from: { position: "${submitted}" }`,
  'Query.deploymentPlan': `planId: "${things['planId']}"`,
  'Query.device': `deviceId: "${deviceId}"`,
  'Query.job': `jobId: "${things['jobId']}"`,
  'Query.listing': `appId: "${things['appId']}"`,
  'Query.llmCalls': `budgetId: "${things['budgetId']}"`,
  'Query.organisation': `organisationId: "${things['organisationId']}"`,
  'Query.payee': `organisationId: "${things['organisationId']}"`,
  'Payee.statement':
    'asset: "USD/2", from: "2026-01-01T00:00:00.000Z", before: "2099-01-01T00:00:00.000Z"',
  'Query.payment': `paymentId: "${things['paymentId']}"`,
  'Query.profile': `userId: "${things['userId']}"`,
  'Query.project': `projectId: "${things['projectId']}"`,
  'Query.quote': `quoteId: "${things['quoteId']}"`,
  'Query.searchKnowledge': `query: "${mark}"`,
  'Query.usage': `month: "${new Date().toISOString().slice(0, 7)}", bySubject: true, organisationId: "${things['organisationId']}"`,
  'Query.wallet': `walletId: "${things['walletId']}"`,
  'Query.webhookEndpoint': `endpointId: "${things['endpointId']}"`,
  'Query.webhookMessage': `messageId: "${things['webhookMessageId']}"`,
  'Query.workflow': `definitionId: "${things['definitionId']}"`,
  'Query.workflowRun': `runId: "${things['runId']}"`,
}
/** Those that name nothing that the victim could have made here. */
const aimedElsewhere: Readonly<Record<string, string>> = {
  'Query.calibration': 'of a device, and public',
  'Query.tokenTransfer': 'made by a chain; test/tokens/transfers',
  'Query.chainTransaction': 'for operators alone',
  'Query.chainTransactions': 'for operators alone',
  'Query.proposal': 'of a chain, and public',
  'Query.quantumComputers': 'of a chain, and public',
  'Query.rewardShares': 'of a chain, and public',
  'Query.stakeMovements': 'of a chain, and public',
  'Query.stakes': 'of a chain, and public',
  'Query.events': 'for operators alone',
  'Query.journalEntry': 'for operators alone',
  'Query.causalTree': 'for operators alone',
  'Query.logEvent': 'for operators alone',
  'Query.consistencyProof': 'for operators alone',
  'Query.inclusionProof': 'for operators alone',
  'Query.stateAt': 'for operators alone',
  'Query.stateDiff': 'for operators alone',
  'Query.stream': 'for operators alone',
  'Query.sagaInstance': 'for operators alone',
  'Query.operatorAction': 'for operators alone',
  'Query.bill': 'takes a period that is over; test/billing/bills',
  'Query.model': 'models are the hub’s',
  'Query.priceBook': 'price books are the hub’s',
  'Query.usageRerating': 'for operators alone',
  'Query.node': 'asked below, with every id',
  'Query.appSubscription': 'takes a published listing',
  'Query.subscriptionKeys': 'of a subscription',
}

/** Of everything that is the victim's alone. An id that was asked with may be echoed; a text may not. */
const secrets = [
  mark,
  ...['jobId', 'quoteId', 'projectId', 'appId', 'versionId', 'keyId', 'invitationId']
    .concat(['endpointId', 'userId', 'sessionId', 'circuitId', 'pageId', 'documentId'])
    .concat(['agentId', 'taskId', 'artifactId', 'conversationId', 'messageId', 'budgetId'])
    .concat(['callId', 'definitionId', 'runId', 'capsuleId', 'capsuleRunId', 'planId'])
    .concat(['webhookMessageId'])
    .map((name) => things[name] ?? ''),
]

const ask = async (token: string | undefined, document: string): Promise<string> => {
  const response = await fetch(new URL('/graphql', readApi), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document }),
  })
  const body = (await response.json()) as { readonly data?: unknown }
  // What is shown; that an id which was asked with stands in an error is no news to who asked.
  return JSON.stringify(body.data ?? null)
}

const head = await hub.services.eventStore.head()
await ask(victim.token, `query @atLeast(position: "${head}", waitMs: 20000) { __typename }`)

/** Everything of an object that can be asked for without arguments and without going on. */
const leavesOf = (type: GraphQLObjectType): string =>
  Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && !needsArguments(field))
    .map(({ name }) => name)
    .concat('__typename')
    .join(' ')

/** Fields of the root whose arguments have to be known, or may name somebody's things. */
t.test('every query that takes an id is aimed at the victim', async (t) => {
  const taking = Object.values(query.getFields())
    .filter(({ args }) =>
      args.some(({ type }) => String(getNullableType(type)) === 'ID' || /!$/.test(String(type))),
    )
    .filter(
      (field) => needsArguments(field) || field.args.some(({ type }) => String(type) === 'ID'),
    )
    .map(({ name }) => `Query.${name}`)
  t.strictSame(
    taking.filter((name) => !(name in aimedAt) && !(name in aimedElsewhere)),
    [],
    'say in this file what of the victim to ask it with',
  )
})

const seenByVictim = new Set<string>()
const globalIds = new Set<string>()

for (const type of objectTypes(schema))
  t.test(type.name, async (t) => {
    if (type === query || type === schema.getSubscriptionType()) return
    for (const path of pathsTo(schema, type.name, aimedAt).slice(0, 12)) {
      const document = selectionAt(schema, path, aimedAt, leavesOf(type))
      const own = await ask(victim.token, document)
      for (const secret of secrets) if (own.includes(secret)) seenByVictim.add(secret)
      for (const [, id = ''] of own.matchAll(/"id":"([^"]+)"/g)) globalIds.add(id)
      for (const [who, token] of [
        ['a stranger', stranger.token],
        ['nobody', undefined],
      ] as const) {
        const shown = await ask(token, document)
        const found = secrets.filter((secret) => shown.includes(secret))
        t.strictSame(found, [], `${path.join('.')} shows ${who} nothing of the victim`)
      }
    }
  })

t.test('filters let nobody look over the wall', async (t) => {
  const finding = new Set<string>()
  for (const field of Object.values(query.getFields()))
    for (const { name, type } of field.args) {
      const filter = getNamedType(type)
      if (!isInputObjectType(filter)) continue
      for (const inner of Object.values(filter.getFields())) {
        if (getNamedType(inner.type).name !== 'ID') continue
        for (const id of Object.values(things)) {
          const value = String(inner.type).includes('[') ? `["${id}"]` : `"${id}"`
          const connection = getNamedType(field.type)
          if (!('getFields' in connection) || !('edges' in connection.getFields())) continue
          const document = `{ ${field.name}(${name}: { ${inner.name}: ${value} }) { edges { node { __typename } } } }`
          const shown = await ask(stranger.token, document)
          t.notMatch(shown, /"node":\{/, `${field.name} by ${inner.name}`)
          const own = await ask(victim.token, document)
          if (own.includes('"node":{')) finding.add(`${field.name} by ${inner.name}`)
        }
      }
    }
  t.ok(finding.size >= 10, `the victim finds by ${[...finding].join(', ')}`)
})

/** Nodes that everybody may see by their id. */
const publicNodes = ['Device', 'Calibration', 'Template']

t.test('no node is given to who may not see it', async (t) => {
  const node = schema.getType('Node')
  t.ok(isInterfaceType(node))
  let asked = 0
  for (const id of globalIds) {
    const [typeName = '', own] = Buffer.from(id, 'base64').toString().split(':')
    if (publicNodes.includes(typeName)) continue
    // Who offers a device is known to everybody; the victim does not.
    if (typeName === 'Organisation' && own !== things['organisationId']) continue
    asked += 1
    for (const token of [stranger.token, undefined]) {
      const shown = await ask(token, `{ node(id: "${id}") { __typename id } }`)
      t.notMatch(shown, /__typename/, typeName)
    }
  }
  t.ok(asked >= 8, `${asked} nodes of the victim were asked for`)
})

t.test('the victim saw all of it on the same ways', async (t) => {
  t.strictSame(
    secrets.filter((secret) => !seenByVictim.has(secret)),
    [],
    'so there was something to be hidden',
  )
})
