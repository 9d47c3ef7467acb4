import { randomUUID } from 'node:crypto'
import t from 'tap'
import { z } from 'zod'
import { wholeLog } from '../../ops/log/whole-log.ts'
import { mark, prepareNeighbours, type Things } from './world.ts'

t.setTimeout(600_000)
const { hub, things, stranger, writeApi, stop } = await prepareNeighbours()
t.teardown(stop)

const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
  requestBody: z
    .looseObject({
      content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })),
    })
    .optional(),
})
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
const document = Document.parse(await (await fetch(`${writeApi}/openapi.json`)).json())

/** Path parameters that name nothing of an organisation, or something that the victim has not made: why, and what to send. */
const elsewhere: Readonly<Record<string, readonly [why: string, value: string]>> = {
  provider: ['a sign-in provider of the hub', 'example'],
  kind: ['a kind of notification', 'job.completed'],
  deviceId: ['devices are public; the victim has none', randomUUID()],
  reviewId: ['reviews are public', randomUUID()],
  subscriptionId: ['takes a published listing; test/subscriptions', randomUUID()],
  subscriptionKeyId: ['takes a subscription', randomUUID()],
  requestId: ['takes a published listing', randomUUID()],
  identityId: ['takes an OpenID provider', randomUUID()],
  key: ['a meter of the hub', 'stored_results'],
  assetCode: ['a currency, of the victim’s balance', 'USD'],
  priceBookId: ['price books are the hub’s', randomUUID()],
  billId: ['takes a period that is over; test/billing/bills', randomUUID()],
  currency: ['names no thing', 'USD'],
  grantId: ['made by operators', randomUUID()],
  limitId: ['of a wallet, which is aimed at', randomUUID()],
  transactionId: ['of a wallet, which is aimed at', randomUUID()],
  challengeId: ['takes a chain; test/tokens/payments', randomUUID()],
  addressId: ['takes a chain; test/tokens/payments', randomUUID()],
  depositId: ['made by a chain; test/tokens/transfers', randomUUID()],
  exchangeId: ['takes a price; test/tokens/exchange', randomUUID()],
  findingId: ['for operators alone', randomUUID()],
  actionId: ['for operators alone', randomUUID()],
  entryId: ['for operators alone', randomUUID()],
  ruleId: ['for operators alone', randomUUID()],
  month: ['names no thing', '2026-01'],
  chainTransactionId: ['for operators alone', randomUUID()],
  proposalId: ['made by a chain; test/tokens/governance', randomUUID()],
  parameter: ['names no thing', 'commission'],
  value: ['names no thing', '250'],
  chain: ['chains are the hub’s', 'local'],
  slashingId: ['proposed by the hub; test/tokens/staking', randomUUID()],
  epoch: ['names no thing', '1'],
  modelId: ['for operators alone', randomUUID()],
  version: ['names no thing', '1'],
  number: ['of a task, which is aimed at', '1'],
}

/** Names of parameters that stand for another kind of thing below these paths: for which. */
const otherwise: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/v1/capsules/': { runId: 'capsuleRunId' },
  '/v1/webhook-messages/': { messageId: 'webhookMessageId' },
}

/** What the names in a path stand for there. */
const meantBy = (path: string, at: Things): Things => {
  const [, names = {}] = Object.entries(otherwise).find(([below]) => path.startsWith(below)) ?? []
  const meant = Object.entries(names).map(([name, thing]) => [name, at[thing] ?? ''] as const)
  return { ...at, ...Object.fromEntries(meant) }
}

/** Where things can be named that no example names: bodies that do. */
const further: Readonly<Record<string, (at: Things) => readonly object[]>> = {
  submitTask: ({ agentId, userId }) => [
    { assignee: { kind: 'AGENT', agentId }, instruction: 'Look' },
    { assignee: { kind: 'USER', userId }, instruction: 'Look' },
  ],
  sendAgentMessage: ({ agentId, conversationId, messageId }) => [
    { to: { kind: 'AGENT', agentId }, act: 'ASK', text: 'Who are you?' },
    { to: { kind: 'TOPIC', topic: 'news' }, asAgent: agentId, text: 'It is me' },
    { to: { kind: 'TOPIC', topic: 'news' }, conversationId, inReplyTo: messageId, text: 'Yes' },
  ],
  planDeployment: ({ capsuleId }) => [{ name: 'theirs', deploy: { kind: 'CAPSULE', capsuleId } }],
}

/** The same value with every member that names one of the victim's things set to its id. */
const aimed = (value: unknown, at: Things): unknown => {
  if (Array.isArray(value)) return value.map((each) => aimed(each, at))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, at[name] ?? aimed(inner, at)]),
  )
}

/** Of an upload, which has no example, some bytes. */
const bodyOf = (example: unknown, at: Things): string =>
  example === undefined ? 'bytes' : JSON.stringify(aimed(example, at))

type Answer = { readonly status: number; readonly text: string }

const send = async (
  method: string,
  path: string,
  { parameters, requestBody }: z.output<typeof Operation>,
  at: Things,
  body?: object,
): Promise<Answer> => {
  const meant = meantBy(path, at)
  const url = path.replace(
    /\{([^}]+)\}/g,
    (_, name: string) => meant[name] ?? elsewhere[name]?.[1] ?? `{${name}}`,
  )
  const [media] = Object.entries(requestBody?.content ?? {})
  const isConditional = parameters.some(({ name }) => name === 'If-Match')
  const response = await fetch(new URL(url, writeApi), {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${stranger.token}`,
      accept: 'application/json, application/problem+json, */*;q=0.1',
      ...(method === 'get' ? {} : { 'idempotency-key': randomUUID() }),
      ...(isConditional ? { 'if-match': '*' } : {}),
      ...(media === undefined ? {} : { 'content-type': media[0] }),
    },
    ...(media === undefined ? {} : { body: bodyOf(body ?? media[1].example, at) }),
  })
  return { status: response.status, text: await response.text() }
}

const Problem = z.looseObject({
  code: z.string(),
  status: z.int(),
  detail: z.string().optional(),
})

/** Of a stream that says nothing else, the problem. */
const unstreamed = (text: string): string =>
  /^event: problem\ndata: (.+)\n\n$/.exec(text)?.[1] ?? text

/** What the stranger learns of it: nothing that differs between what is the victim's and what is nobody's. */
const learned = ({ status, text }: Answer, at: Things): string => {
  const json = unstreamed(text)
  const parsed = Problem.safeParse(json.startsWith('{') ? JSON.parse(json) : undefined)
  const said = parsed.success
    ? `${json === text ? status : parsed.data.status} ${parsed.data.code} ${parsed.data.detail ?? ''}`
    : `${status} ${text}`
  return Object.entries(at).reduce((before, [name, id]) => before.replaceAll(id, `<${name}>`), said)
}

/** Ids of nothing. */
const nothing = (): Things =>
  Object.fromEntries(
    Object.keys(things).map((name) => [
      name,
      name === 'walletId' ? `${randomUUID()}-USD` : randomUUID(),
    ]),
  )

/** They end the caller's own account or session: what they name is the caller. */
const ends = new Set([
  'logOut',
  'endSessions',
  'deactivateAccount',
  'closeAccount',
  'changePassword',
])

const begin = await hub.services.eventStore.head()
let aimedAt = 0

for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods)) {
    const { operationId, parameters, requestBody } = operation
    const named = parameters.filter((each) => each.in === 'path').map(({ name }) => name)
    const [media] = Object.values(requestBody?.content ?? {})
    const example = JSON.stringify(media?.example ?? null)
    const inBody = Object.keys(things).filter((name) => example.includes(`"${name}"`))
    if (ends.has(operationId)) continue
    t.test(operationId, async (t) => {
      const unknown = named.filter((name) => !(name in things) && !(name in elsewhere))
      t.strictSame(unknown, [], 'test/isolation/world.ts makes one for every path parameter')
      const nobodys = nothing()
      const bodiesAt = (at: Things) => further[operationId]?.(at) ?? []
      const isAimed = named.some((name) => name in things) || inBody.length > 0
      const pairs = [
        ...(isAimed ? [[undefined, undefined] as const] : []),
        ...bodiesAt(things).map((body, index) => [body, bodiesAt(nobodys)[index]] as const),
      ]
      if (pairs.length > 0) aimedAt += 1
      for (const [theirs, ofNobody] of pairs) {
        const real = await send(method, path, operation, things, theirs)
        const made = await send(method, path, operation, nobodys, ofNobody)
        t.equal(
          learned(real, things),
          learned(made, nobodys),
          'what is the victim’s answers as what is nobody’s',
        )
        t.notMatch(real.text, new RegExp(mark))
        t.match(
          learned(real, things),
          /^(?:404 NOT_FOUND|403 FORBIDDEN This takes the scope)/,
          'it got as far as the question whose it is, or may not be asked',
        )
      }
    })
  }

t.test('and nothing of the victim’s was touched', async (t) => {
  t.ok(aimedAt > 140, `${aimedAt} operations were aimed at the victim`)
  const ids = Object.values(things)
  const touched: string[] = []
  for await (const events of wholeLog(hub.services.eventStore))
    for (const { position, stream, type, data, metadata } of events) {
      if (position <= begin || metadata.organisation !== stranger.organisationId) continue
      const said = `${stream} ${JSON.stringify(data)}`
      if (ids.some((id) => said.includes(id))) touched.push(`${type} in ${stream}`)
    }
  t.strictSame(touched, [])
})
