import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Refused } from '../../../ops/client/http-client.ts'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { failing, ideal } from '../../../ops/demo/devices.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { eventually } from '../../servers/eventually.ts'

t.setTimeout(180_000)
const stage = await setStage(() => undefined)
t.teardown(stage.clear)
const { http, graphql, outbox } = stage
const operator = await makeOperator(stage.hub, http)
const [provider, carl, stranger] = await Promise.all([
  signUp(http, outbox, 'priya', 'provider'),
  signUp(http, outbox, 'carl', 'consumer'),
  signUp(http, outbox, 'steve', 'consumer'),
])
const credit = { amount: { amount: '5000', asset: 'USD/2' }, reason: 'Welcome' }
await http.send('POST', `/v1/wallets/${carl.organisationId}/credits`, credit, {
  token: operator.token,
})
const now = new Date()
const month = now.toISOString().slice(0, 7)
const asOperator = { token: operator.token }
const bell =
  'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;'

const runJob = async (deviceId: string, more: object = {}) => {
  const work = { source: bell, deviceId, shots: 1000, ...more }
  const { body } = await http.send('POST', '/v1/jobs', work, {
    token: carl.token,
    prefer: 'wait=60',
  })
  return String(body['jobId'])
}
type Receipt = {
  readonly job: {
    readonly billing: string
    readonly receipt: {
      readonly captured: { readonly amount: string }
      readonly [field: string]: unknown
    } | null
  }
}
const receiptQuery = `query ($jobId: ID!) { job(jobId: $jobId) { billing receipt {
  held { amount } captured { amount } released { amount } refunded { amount } priceVersion
  shares { kind earned { amount } givenBack { amount } }
  policy { fault phase charge borneBy reason policyVersion }
  causes { eventId type causationId stream }
} } }`

/** Once the money of a job is settled. */
const receiptOf = (jobId: string, token = carl.token): Promise<Receipt['job']> =>
  eventually(async () => {
    const { job } = await graphql<Receipt>(receiptQuery, { jobId }, token)
    return ['SETTLED', 'RELEASED', 'REFUNDED'].includes(job.billing) ? job : undefined
  })

const deviceId = await registerDevice(http, provider, ideal)
const jobId = await runJob(deviceId)

t.test('a receipt says what was held, who got what, and why', async (t) => {
  const { receipt } = await receiptOf(jobId)
  t.match(receipt, {
    held: { amount: '12' },
    captured: { amount: '12' },
    released: { amount: '0' },
    refunded: { amount: '0' },
    priceVersion: '2026-01',
    policy: { fault: null, phase: 'DURING_EXECUTION', charge: 'CONSUMPTION', borneBy: 'CUSTOMER' },
  })
  const { shares, causes } = receipt as unknown as {
    readonly shares: readonly { readonly earned: { readonly amount: string } }[]
    readonly causes: readonly {
      readonly eventId: string
      readonly type: string
      readonly causationId: string
    }[]
  }
  t.equal(
    shares.reduce((sum, { earned }) => sum + Number(earned.amount), 0),
    12,
  )
  const types = causes.map(({ type }) => type)
  for (const type of ['JobSubmitted', 'FundsHeld', 'JobCompleted', 'HoldCaptured'])
    t.ok(types.includes(type), `${type} in ${types.join(', ')}`)
  const ids = new Set(causes.map(({ eventId }) => eventId))
  const roots = causes.filter(({ causationId }) => !ids.has(causationId))
  t.strictSame(
    roots.map(({ type }) => type),
    ['JobSubmitted'],
    'all of it follows from the request',
  )
})

t.test('of a job that failed, the receipt says who bears it', async (t) => {
  const failed = await runJob(await registerDevice(http, provider, failing))
  const { receipt } = await receiptOf(failed)
  t.match(receipt, { captured: { amount: '0' }, policy: { fault: 'PROVIDER', charge: 'NOTHING' } })
  const theirs = await graphql<Receipt>(receiptQuery, { jobId }, provider.token)
  t.equal(theirs.job.receipt, null, 'the provider sees the job, and not the customer’s money')
})

t.test('usage counts once, and is read by month, meter and subject', async (t) => {
  const usage = (id: string, value: string) => ({
    kind: 'USAGE',
    source: 'router',
    id,
    meter: 'llm_tokens_in',
    subject: `agent-${id}`,
    value,
    occurredAt: now.toISOString(),
  })
  const body = {
    organisation: carl.organisationId,
    events: [usage('1', '1500'), usage('2', '600')],
  }
  await http.send('POST', '/v1/usage', body, asOperator)
  const again = await http.send('POST', '/v1/usage', body, asOperator)
  const correction = {
    kind: 'CORRECTION',
    source: 'router',
    id: '3',
    corrects: { source: 'router', id: '2' },
    value: '500',
    reason: 'Counted twice.',
  }
  const last = await http.send('POST', '/v1/usage', { ...body, events: [correction] }, asOperator)
  t.match(again.body, { events: [{ outcome: 'RECORDED' }, { outcome: 'RECORDED' }] })

  const query = `query ($month: String!, $at: Position!) @atLeast(position: $at) {
    usage(month: $month) { meter subject quantity unit events }
    tokens: usage(month: $month, meter: "llm_tokens_in", bySubject: true) { subject quantity }
    usageEvents(filter: { corrected: true }) { edges { node { externalId reported value correctionReason } } }
    meters { key feed aggregation }
  }`
  const variables = { month, at: String(last.body['position']) }
  const seen = await graphql<{
    readonly usage: readonly { readonly meter: string; readonly quantity: string }[]
    readonly [field: string]: unknown
  }>(query, variables, carl.token)
  const quantities = Object.fromEntries(seen.usage.map(({ meter, quantity }) => [meter, quantity]))
  t.match(quantities, {
    llm_tokens_in: '2000',
    tasks: '1',
    shots: '1000',
    gate_shots_1q: '1000',
    gate_shots_2q: '1000',
  })
  t.match(seen['tokens'], [
    { subject: 'agent-1', quantity: '1500' },
    { subject: 'agent-2', quantity: '500' },
  ])
  t.match(seen['usageEvents'], {
    edges: [{ node: { externalId: '2', reported: '600', value: '500' } }],
  })
  const theirs = await graphql<typeof seen>(query, variables, stranger.token)
  t.strictSame([theirs.usage, theirs['usageEvents']], [[], { edges: [] }], 'and of nobody else')
})

t.test('a month is rated again by other prices, as a dry run', async (t) => {
  const body = { name: 'Standard', asset: 'USD/2' }
  const made = await http.send('POST', '/v1/price-books', body, asOperator)
  const priceBookId = String(made.body['priceBookId'])
  const publish = (validFrom: string, unitPrice: string) =>
    http.send(
      'POST',
      `/v1/price-books/${priceBookId}/versions`,
      {
        validFrom,
        rates: [
          { key: 'tokens', meter: 'llm_tokens_in', model: { kind: 'PER_UNIT', unitPrice } },
          { key: 'shots', meter: 'shots', model: { kind: 'PACKAGE', size: '300', price: '0.10' } },
          {
            key: 'gates',
            meter: 'gate_shots_2q',
            subject: deviceId,
            model: { kind: 'PER_UNIT', unitPrice: '0.001' },
          },
        ],
      },
      asOperator,
    )
  await publish(`${month}-01T00:00:00Z`, '0.01')
  await publish('2999-01-01T00:00:00Z', '0.02')
  const compared = await http.send(
    'POST',
    `/v1/price-books/${priceBookId}/reratings`,
    { organisation: carl.organisationId, month, version: 2, against: { priceBookId, version: 1 } },
    asOperator,
  )
  t.match(compared.body, {
    totalBefore: (2000 + 40 + 100).toString(),
    totalAfter: (4000 + 40 + 100).toString(),
    difference: '2000',
    lines: [
      { rateKey: 'tokens', quantity: '2000', before: '2000', after: '4000', difference: '2000' },
      { rateKey: 'shots', quantity: '1000', difference: '0' },
      { rateKey: 'gates', quantity: '1000', difference: '0' },
    ],
  })
  const query = `query ($id: ID!, $book: ID!, $at: Position!) @atLeast(position: $at) {
    usageRerating(reratingId: $id) { month difference { amount } lines { rateKey difference { amount } } }
    priceBook(priceBookId: $book) { name versions { version rates { key kind terms minimum { amount } } } }
    priceBooks { edges { node { name } } }
  }`
  const variables = {
    id: String(compared.body['reratingId']),
    book: priceBookId,
    at: String(compared.body['position']),
  }
  t.match(await graphql(query, variables, operator.token), {
    usageRerating: { month, difference: { amount: '2000' } },
    priceBook: {
      versions: [
        { version: 1 },
        {
          version: 2,
          rates: [{ key: 'tokens', kind: 'PER_UNIT', terms: { unitPrice: '0.02' } }, {}, {}],
        },
      ],
    },
  })
})

t.test('a quote holds its price to the second, whatever becomes of the price', async (t) => {
  const asCarl = { token: carl.token }
  const work = { source: bell, deviceId, shots: 1000 }
  const quoted = await http.send('POST', '/v1/quotes', work, asCarl)
  t.match(quoted.body, {
    priceVersion: '2026-01',
    maximumCost: { amount: '12' },
    failurePolicy: { version: '1', rules: [{ fault: 'USER' }, {}, {}, {}, {}, {}] },
  })
  const quoteId = String(quoted.body['quoteId'])
  const dearer = {
    version: '2026-02',
    asset: 'USD/2',
    validFrom: new Date(Date.now() + 1500).toISOString(),
    perTask: '5',
    perShot: '0.01',
  }
  const device = await http.get(`/v1/devices/${deviceId}`, { token: provider.token })
  await http.send('POST', `/v1/devices/${deviceId}/prices`, dearer, {
    token: provider.token,
    ifMatch: device.headers.get('etag') ?? '',
  })
  const priceToday = async () =>
    (await http.send('POST', '/v1/quotes', work, asCarl)).body['priceVersion']
  await eventually(async () => ((await priceToday()) === '2026-02' ? true : undefined))
  const { receipt } = await receiptOf(await runJob(deviceId, { quoteId }))
  t.match(receipt, { captured: { amount: '12' }, priceVersion: '2026-01' })
  const second = await receiptOf(await runJob(deviceId, { quoteId }))
  t.match(second.receipt, { captured: { amount: '12' } }, 'each job holds the amount for itself')
  const today = await receiptOf(await runJob(deviceId))
  t.match(today.receipt, { captured: { amount: '1500' }, priceVersion: '2026-02' })
  const refused = async (more: object) =>
    http.send('POST', '/v1/jobs', { ...work, quoteId, ...more }, asCarl).then(
      () => 'taken',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    )
  t.equal(await refused({ source: bell.replace('h q[0]', 'x q[0]') }), 'QUOTE_MISMATCH')
  t.equal(await refused({ shots: 1001 }), 'QUOTE_MISMATCH')
  t.equal(await refused({ quoteId: randomUUID() }), 'NOT_FOUND')
  t.equal(await refused({ maximumCost: { amount: '11', asset: 'USD/2' } }), 'COST_ABOVE_MAXIMUM')
})
