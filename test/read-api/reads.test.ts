import t from 'tap'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { people, startReadApi } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)
const jobId = idOf('job', '1')
const walletId = `${idOf('organisation', 'x')}-USD`

play(api.recorder, ['registerDevice', 'calibrate', ...wholeJob.slice(1)], 'a', '1', 'x')
play(api.recorder, ['submit', 'hold', 'queue', 'enqueue'], 'a', '2', 'x')
play(api.recorder, ['credit'], 'a', '3', 'y')
play(api.recorder, ['submit', 'fail'], 'a', '3', 'y')
const position = await api.project()

t.test('a job, with all that belongs to it', async (t) => {
  const query = `query($jobId: ID!) { job(jobId: $jobId) {
    id jobId name tags status phase billing shots seed timeLimitSeconds source programHash submittedBy
    circuit { qubits depth registers { name size } }
    device { name status nextOpening price { perShot minimum { decimal } } }
    estimate { amount asset decimal } maximumCost { decimal }
    charge { charged { decimal } providerShare { decimal } commission { decimal } refunded { decimal } }
    usage { shots qpuSeconds } failure { code }
    result { bitOrder counts outcomes(first: 1) { bits shots probability }
      registerCounts { name counts } engine { name } resultHash }
    timeline(first: 3) { edges { cursor node { type from to billing detail } } pageInfo { hasNextPage } }
    correlationId revision position } }`
  const { body } = await api.ask(query, { jobId }, 'x')
  t.equal(body.errors, undefined)
  t.match(body.data.job, {
    jobId,
    status: 'COMPLETED',
    billing: 'SETTLED',
    timeLimitSeconds: 60,
    source: /OPENQASM/,
    circuit: { qubits: 2, registers: [{ name: 'c', size: 2 }] },
    device: { name: 'device a', status: 'ONLINE', nextOpening: /Z$/, price: { perShot: '0.001' } },
    estimate: { amount: '100', asset: 'USD/2', decimal: '1.00' },
    charge: { charged: { decimal: '1.00' }, commission: { decimal: '0.10' }, refunded: null },
    usage: { shots: 1000, qpuSeconds: 0.125 },
    failure: null,
    result: {
      counts: { '00': 503, '11': 497 },
      outcomes: [{ bits: '00', shots: 503, probability: 0.503 }],
      registerCounts: [{ name: 'c', counts: { '00': 503, '11': 497 } }],
    },
  })
  t.same(
    (body.data.job.timeline.edges as readonly { readonly node: { readonly type: string } }[]).map(
      ({ node }) => node.type,
    ),
    ['JobSubmitted', 'JobFundsReserved', 'JobQueued'],
  )
  t.equal(body.data.job.timeline.pageInfo.hasNextPage, true)
  const again = await api.ask(
    'query($id: ID!) { node(id: $id) { id ... on Job { jobId } } }',
    { id: body.data.job.id },
    'x',
  )
  t.same(again.body.data.node, { id: body.data.job.id, jobId })
})

t.test('the failure of a job names whose fault it is', async (t) => {
  const query = `query($jobId: ID!) { job(jobId: $jobId) { status failure { code faultDomain retriable } result { shots } } }`
  const { body } = await api.ask(query, { jobId: idOf('job', '3') }, 'y')
  t.match(body.data.job, {
    status: 'FAILED',
    failure: { code: 'DEVICE_ERROR', faultDomain: 'PROVIDER', retriable: true },
    result: null,
  })
})

t.test('everybody sees devices and calibrations, and nothing else', async (t) => {
  const query = `{ devices(filter: {status: [ONLINE], minimumQubits: 2}) { edges { node {
    name qubits queueDepth { waiting running accepting } provider { name }
    queue(first: 5) { edges { node { state job { jobId } } } }
    calibrations(first: 1) { edges { node { source medianT1Us qubits { index t1Us } gates { name qubits } } } } } } } }`
  const { body } = await api.ask(query)
  t.equal(body.errors, undefined)
  const [{ node }] = body.data.devices.edges
  t.match(node, {
    name: 'device a',
    queueDepth: { waiting: 0, running: 1, accepting: true },
    queue: { edges: [{ node: { state: 'RUNNING', job: null } }] },
    calibrations: { edges: [{ node: { source: 'IBM', qubits: [{ index: 0 }, { index: 1 }] } }] },
  })
  t.same((await api.ask('{ devices(filter: {status: []}) { edges { cursor } } }')).body.data, {
    devices: { edges: [] },
  })
  for (const field of [
    `job(jobId: "${jobId}") { id }`,
    'jobs { edges { cursor } }',
    'wallets { edges { cursor } }',
    'ledgerEntries { edges { cursor } }',
    'ledgerTrialBalance { asset }',
    'me { id }',
    'organisation { id }',
    'events(correlationId: "x") { type }',
  ])
    t.match(
      (await api.ask(`{ ${field} }`)).body,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      field,
    )
})

t.test('each sees the own organisation’s', async (t) => {
  const query = `query($jobId: ID!, $walletId: ID!) {
    job(jobId: $jobId) { source device { queue(first: 5) { edges { node { job { jobId } } } } } }
    wallet(walletId: $walletId) { available { amount } }
    jobs { edges { node { jobId } } }
    ledgerEntries(filter: {jobId: $jobId}, direction: ASC) { edges { node { account side walletId amount { amount } } } } }`
  const variables = { jobId, walletId }
  const own = (await api.ask(query, variables, 'x')).body.data
  t.ok(own.job.source)
  t.equal(own.jobs.edges.length, 2)
  t.equal(own.job.device.queue.edges[0].node.job.jobId, idOf('job', '2'))
  t.ok(own.wallet)
  t.ok(own.ledgerEntries.edges.length >= 5)

  const other = (await api.ask(query, variables, 'y')).body.data
  t.match(other, { job: null, wallet: null, ledgerEntries: { edges: [] } })
  t.same(other.jobs.edges, [{ node: { jobId: idOf('job', '3') } }])

  const provider = (await api.ask(query, variables, 'provider')).body.data
  t.equal(provider.job.source, null, 'the program is not the provider’s')
  t.equal(provider.jobs.edges.length, 3)
  t.equal(provider.wallet, null)
  t.same(provider.ledgerEntries.edges, [
    {
      node: {
        account: `provider_payable:${idOf('organisation', 'provider')}`,
        side: 'CREDIT',
        walletId: null,
        amount: { amount: '91' },
      },
    },
  ])

  const operator = (await api.ask(query, variables, 'operator')).body.data
  t.ok(operator.job.source)
  t.equal(operator.jobs.edges.length, 3)
  t.ok(operator.wallet)

  const scopeless = await api.ask(query, variables, 'scopeless')
  t.match(scopeless.body.errors, [{ extensions: { code: 'FORBIDDEN' } }])
})

t.test('nodes by global id keep to it too', async (t) => {
  const mine = await api.ask(
    `{ wallets { edges { node { id entries(first: 1) { edges { node { id } } } } } } }`,
    {},
    'x',
  )
  const [{ node }] = mine.body.data.wallets.edges
  const query = 'query($id: ID!) { node(id: $id) { __typename } }'
  for (const [id, name] of [
    [node.id, 'Wallet'],
    [node.entries.edges[0].node.id, 'LedgerEntry'],
  ]) {
    t.same((await api.ask(query, { id }, 'x')).body.data.node, { __typename: name })
    t.equal((await api.ask(query, { id }, 'y')).body.data.node, null)
    t.equal((await api.ask(query, { id })).body.data.node, null)
  }
  for (const id of ['', 'x', 'Sm9iOg', Buffer.from('Job:no-uuid').toString('base64url')]) {
    const { body } = await api.ask(query, { id }, 'x')
    t.ok(body.data.node === null, id)
    if (body.errors) t.match(body.errors, [{ extensions: { code: 'QUERY_INVALID' } }])
  }
})

t.test('the trial balance is the operator’s, and balanced', async (t) => {
  const query =
    '{ ledgerTrialBalance { asset balanced debits { amount } credits { amount } accounts { account balance { decimal } } } }'
  t.match((await api.ask(query, {}, 'x')).body, { errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  const [usd] = (await api.ask(query, {}, 'operator')).body.data.ledgerTrialBalance
  t.match(usd, { asset: 'USD/2', balanced: true })
  t.equal(usd.debits.amount, usd.credits.amount)
  t.ok(usd.accounts.length >= 5)
})

t.test('a causal story is shown to those it belongs to', async (t) => {
  const { body } = await api.ask(
    `query($jobId: ID!) { job(jobId: $jobId) { correlationId } }`,
    { jobId },
    'x',
  )
  const query =
    'query($id: String!) { events(correlationId: $id) { type stream position actor { kind } } }'
  const id = body.data.job.correlationId
  const seen = await api.ask(query, { id }, 'operator')
  t.ok(seen.body.data.events.length >= 8)
  t.equal(seen.body.data.events[0].type, 'JobSubmitted')
  t.same((await api.ask(query, { id }, 'y')).body.data.events, [])
})

t.test(
  'atLeast waits for the position, and says what was reached when it never comes',
  async (t) => {
    const query = `query($at: Position) @atLeast(position: $at, waitMs: 20000) { jobs { edges { node { jobId } } } }`
    t.equal((await api.ask(query, { at: null }, 'x')).body.errors, undefined)
    t.equal((await api.ask(query, { at: position.toString() }, 'x')).body.errors, undefined)
    play(api.recorder, ['submit'], 'a', '4', 'x')
    const next = api.recorder.events.at(-1)?.position ?? 0n
    const waiting = api.ask(query, { at: next.toString() }, 'x')
    await api.project()
    const { body } = await waiting
    t.equal(body.data.jobs.edges[0].node.jobId, idOf('job', '4'))
    t.ok(BigInt(String(body.extensions.position)) >= next)
    const stale = await api.ask(
      `query { __typename } `.replace(
        'query',
        `query @atLeast(position: "${next + 1n}", waitMs: 1)`,
      ),
    )
    t.match(stale.body.errors, [
      {
        extensions: {
          code: 'STALE_READ',
          position: next.toString(),
          asked: (next + 1n).toString(),
        },
      },
    ])
  },
)

t.test('me and my organisation', async (t) => {
  const user = people['x']!
  const { db } = api.database()
  await db
    .insertInto('users')
    .values({
      user_id: user.actor.id,
      organisation_id: user.organisation,
      username: 'x',
      email: 'x@example.org',
      email_verified: true,
      deactivated: false,
      session_epoch: 0,
      kept_session: null,
      roles: ['consumer'],
      status: 'ACTIVE',
      created_at: new Date(0),
      created_position: 1n,
      revision: 0n,
      position: 1n,
    })
    .execute()
  const organisation = { created_at: new Date(0), created_position: 2n, revision: 0n, position: 2n }
  await db
    .insertInto('organisations')
    .values({ organisation_id: user.organisation, name: 'X', status: 'ACTIVE', ...organisation })
    .execute()
  await db
    .insertInto('memberships')
    .values({
      organisation_id: user.organisation,
      user_id: user.actor.id,
      role: 'OWNER',
      since: new Date(0),
      created_position: 3n,
      position: 3n,
    })
    .execute()
  const query = `{ me { username email organisation { name members { edges { node { role user { username } } } } } } }`
  t.match((await api.ask(query, {}, 'x')).body, {
    data: {
      me: {
        email: 'x@example.org',
        organisation: { name: 'X', members: { edges: [{ node: { role: 'OWNER' } }] } },
      },
    },
  })
  t.same((await api.ask('{ me { username } }', {}, 'y')).body.data, { me: null })
  const foreign = await api.ask(
    'query($id: ID) { organisation(organisationId: $id) { name } }',
    { id: user.organisation },
    'y',
  )
  t.same(foreign.body.data, { organisation: null })
})

t.test('no N + 1: the statements do not grow with the rows', async (t) => {
  const query = (first: number) => `{ jobs(first: ${first}) { edges { node { source correlationId
    device { name calibration { source } provider { name } queueDepth { waiting } calibrations(first: 2) { edges { cursor } } }
    organisation { name } result { shots } quote { shots } timeline(first: 2) { edges { cursor } } } } } }`
  for (let n = 0; n < 8; n += 1) play(api.recorder, ['submit', 'complete'], 'a', `same ${n}`, 'x')
  await api.project()
  const two = await api.statements(() => api.ask(query(2), {}, 'operator'))
  const eight = await api.statements(() => api.ask(query(8), {}, 'operator'))
  t.ok(two > 5)
  t.equal(eight, two)
})
