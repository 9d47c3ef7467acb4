import { randomUUID } from 'node:crypto'
import t from 'tap'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { Refused } from '../../ops/client/http-client.ts'
import { load } from '../../commands/shared/load.ts'
import { openAppWorld } from './world.ts'

t.setTimeout(180_000)
const world = await openAppWorld()
t.teardown(world.close)
const { people, release, sell, subscribe, run, read, send, codeOf, credit } = world
const { seller, buyer, stranger, provider } = people

await credit(buyer, '100000')
await credit(seller, '100000')

const runs = (quota: number) => ({ kind: 'METERED', feature: 'runs', quota })
const keys = { kind: 'BOOLEAN', feature: 'api-keys' }
const plan = (name: string, pricing: object, entitlements: readonly object[] = []) => ({
  name,
  asset: 'USD/2',
  pricing,
  entitlements,
})
const byTheRun = plan('By the run', { kind: 'PAY_PER_USE', perRun: '50' }, [keys])

const balanceOf = async (organisationId: string): Promise<bigint> => {
  const { eventStore, foldCache } = world.hub.services
  const { state } = await load(eventStore, foldCache, wallet, walletIdOf(organisationId, 'USD/2'))
  return state.available
}

/** What an account of the ledger has been credited beyond what it was debited, over the whole log. */
const owedTo = async (account: string): Promise<bigint> => {
  let sum = 0n
  for (const { data } of await world.hub.services.eventStore.readAll({ maxCount: 10_000 }))
    for (const leg of ((data as { postings?: unknown }).postings ?? []) as readonly Record<
      string,
      string
    >[])
      if (leg['account'] === account)
        sum +=
          leg['side'] === 'CREDIT' ? BigInt(leg['amount'] ?? '0') : -BigInt(leg['amount'] ?? '0')
  return sum
}

const wait = { prefer: 'wait=30' }

t.test('a version is validated with its examples, and what it takes is told', async (t) => {
  const { report } = await release('validated')
  t.match(report, {
    accepted: true,
    inputs: [{ name: 'theta', type: 'float' }],
    estimate: { qubits: 1, rotations: 0, physical: { errorCorrection: 'surface_code' } },
  })
})

t.test('what a run of a version costs, device by device', async (t) => {
  const { appId } = await release('priced')
  await send(seller, 'POST', `/v1/apps/${appId}/publication`)
  const query = `{ app(appId: "${appId}") { latestVersion { costs(shots: 500) { device { name } estimate { amount asset } refusal }
    few: costs(shots: 100000) { refusal } } } }`
  const found = await world.whenShown(stranger, query, '"costs":[{')
  t.match(found, {
    data: {
      app: {
        latestVersion: {
          costs: [
            {
              device: { name: 'Bench' },
              estimate: { amount: '500', asset: 'USD/2' },
              refusal: null,
            },
          ],
          few: [{ refusal: 'TOO_MANY_SHOTS' }],
        },
      },
    },
  })
})

t.test('a run is paid to device, seller and hub', async (t) => {
  const { appId, versionId } = await release('paid')
  const [planId = ''] = await sell(appId, [byTheRun])
  t.equal(await codeOf(run(buyer, appId)), 'SUBSCRIPTION_REQUIRED')
  const subscriptionId = await subscribe(buyer, appId, planId)
  const before = await balanceOf(buyer.organisationId)
  const done = await run(buyer, appId, {}, wait)
  t.match(done, {
    appId,
    versionId,
    status: 'COMPLETED',
    fee: { amount: '50', asset: 'USD/2' },
    maximumCost: { amount: '150' },
    output: { shots: 100 },
  })
  const jobId = String(done['jobId'])
  const job = await read(buyer, `/v1/jobs/${jobId}`)
  t.notOk('source' in job)
  const settled = await world.settled(buyer, appId, jobId)
  t.match(settled, { billing: 'SETTLED', charged: { amount: '150' } })
  t.equal(before - (await balanceOf(buyer.organisationId)), 150n)
  t.equal(await owedTo(`seller_payable:${seller.organisationId}`), 45n)
  t.equal(await owedTo(`provider_payable:${provider.organisationId}`), 90n)
  t.equal(await owedTo('commission_revenue'), 15n)
  t.equal(await codeOf(read(stranger, `/v1/apps/${appId}/runs/${jobId}`)), 'NOT_FOUND')
  t.equal(await codeOf(run(stranger, appId)), 'SUBSCRIPTION_REQUIRED')

  await t.test('inputs are held against the schema', async (t) => {
    for (const inputs of [{}, { theta: 'x' }, { theta: 11 }, { theta: 1, more: 1 }])
      t.equal(await codeOf(run(buyer, appId, { inputs })), 'INPUTS_REJECTED')
    const refused = await run(buyer, appId, { inputs: { theta: 'x' } }).catch((e: unknown) => e)
    t.match(refused instanceof Refused && refused.problem['errors'], [{ pointer: '/inputs/theta' }])
  })

  await t.test('nobody is shown the program', async (t) => {
    const shown = JSON.stringify(await world.tryOut(buyer, appId))
    t.match(shown, /JobSubmitted/)
    t.notMatch(shown, /OPENQASM 3/)
  })

  await t.test('the same key runs once', async (t) => {
    const key = randomUUID()
    const first = await run(buyer, appId, {}, { key })
    const again = await run(buyer, appId, {}, { key })
    t.equal(first['jobId'], again['jobId'])
  })

  await t.test('keys of the subscription run the app and do nothing else', async (t) => {
    const made = await send(buyer, 'POST', `/v1/subscriptions/${subscriptionId}/keys`, {
      name: 'backend',
      perMinute: 8,
    })
    const apiKey = String(made['key'])
    t.match(apiKey, /^qhubrun_/)
    const byKey = await run({ apiKey }, appId, {}, wait)
    t.match(byKey, { status: 'COMPLETED', output: { shots: 100 } })
    const own = `/v1/apps/${appId}/runs/${String(byKey['jobId'])}`
    t.match(await read({ apiKey }, own), { status: 'COMPLETED' })
    t.equal(
      await codeOf(read({ apiKey }, `/v1/apps/${appId}/runs/${jobId}`)),
      'NOT_FOUND',
      'runs of others',
    )
    t.equal(await codeOf(read({ apiKey }, `/v1/jobs/${jobId}`)), 'FORBIDDEN')
    t.equal(await codeOf(send({ apiKey }, 'POST', '/v1/quotes', {})), 'FORBIDDEN')
    const graphql = await fetch(new URL('/graphql', world.readApi), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({ query: '{ devices { edges { node { name } } } }' }),
    })
    t.match(await graphql.json(), { errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    const other = await release('other-app')
    t.equal(await codeOf(run({ apiKey }, other.appId)), 'NOT_FOUND', 'another app')
    const codes = []
    while (codes.length < 20) codes.push(await codeOf(read({ apiKey }, own)))
    t.ok(codes.includes('RATE_LIMITED'), 'as often as it says')

    const query = `{ subscriptionKeys(subscriptionId: "${subscriptionId}") { edges { node { keyId name perMinute revokedAt } } }
      appSubscription(subscriptionId: "${subscriptionId}") { runsCounted } }`
    await world.until(async () => {
      const shown = JSON.stringify(await world.ask(buyer, query))
      return shown.includes('"name":"backend"') && shown.includes('"runsCounted":3')
    })
    t.match(await world.ask(stranger, '{ subscriptionKeys { edges { node { keyId } } } }'), {
      data: { subscriptionKeys: { edges: [] } },
    })

    const path = `/v1/subscription-keys/${String(made['keyId'])}`
    t.match(await read(buyer, path), { status: 'ACTIVE', usage: { counted: 3 } })
    t.equal(await codeOf(read(stranger, path)), 'NOT_FOUND')
    t.equal(await codeOf(send(stranger, 'DELETE', path)), 'NOT_FOUND')
    await send(buyer, 'DELETE', path)
    t.equal(await codeOf(run({ apiKey }, appId)), 'UNAUTHENTICATED', 'revoked')
    t.match(await read(buyer, path), { status: 'REVOKED' })
  })

  await t.test('a run that is refunded is given back by all three', async (t) => {
    const amount = { amount: '150', asset: 'USD/2' }
    const before = await balanceOf(buyer.organisationId)
    await send(people.operator, 'POST', `/v1/jobs/${jobId}/refunds`, { amount, reason: 'test' })
    t.equal((await balanceOf(buyer.organisationId)) - before, 150n)
  })
})

t.test('of fifty runs at once, as many go on as the plan has', async (t) => {
  const { appId } = await release('metered')
  const [planId = ''] = await sell(appId, [
    plan('Seven', { kind: 'MONTHLY', price: '100' }, [runs(7), keys]),
  ])
  const subscriptionId = await subscribe(buyer, appId, planId)
  const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(run(buyer, appId))))
  t.equal(codes.filter((code) => code === 'done').length, 7)
  t.ok(
    codes.every(
      (code) => code === 'done' || code === 'QUOTA_EXCEEDED' || code === 'CONCURRENT_CHANGE',
    ),
    JSON.stringify(codes),
  )
  t.equal(await codeOf(run(buyer, appId)), 'QUOTA_EXCEEDED')
  const made = await send(buyer, 'POST', `/v1/subscriptions/${subscriptionId}/keys`, { name: 'x' })
  const key = `/v1/subscription-keys/${String(made['keyId'])}`
  await world.until(async () => {
    const { usage } = (await read(buyer, key)) as { usage?: { counted?: number } }
    return usage?.counted === 7
  })
  t.match(await read(buyer, key), { usage: { counted: 7, quota: 7, remaining: 0 } })
  t.equal(await codeOf(run({ apiKey: String(made['key']) }, appId)), 'QUOTA_EXCEEDED')
})

t.test('a run that fails costs no fee and counts not', async (t) => {
  const { appId } = await release('failing', { preferredDeviceId: await world.failingDevice() })
  const [planId = ''] = await sell(appId, [
    plan(
      'One',
      {
        kind: 'TIERED',
        mode: 'GRADUATED',
        tiers: [
          { upTo: 1, perRun: '30' },
          { upTo: null, perRun: '20' },
        ],
      },
      [runs(1)],
    ),
  ])
  await subscribe(buyer, appId, planId)
  const before = await balanceOf(buyer.organisationId)
  const failed = await run(buyer, appId, {}, wait)
  t.match(failed, { status: 'FAILED', fee: { amount: '30' } })
  await world.settled(buyer, appId, String(failed['jobId']), 'RELEASED')
  t.equal(await balanceOf(buyer.organisationId), before)
  const second = await world.until(
    async () => (await codeOf(run(buyer, appId, { deviceId: world.deviceId }))) === 'done',
  )
  t.ok(second, 'its place is another’s')
})

t.test('by what right without a subscription', async (t) => {
  const own = await release('own')
  t.match(await run(seller, own.appId, {}, wait), { status: 'COMPLETED', fee: { amount: '0' } })
  t.equal(await codeOf(run(buyer, own.appId)), 'NOT_FOUND', 'nobody else sees it')
  await send(seller, 'POST', `/v1/apps/${own.appId}/publication`)
  t.match(
    await run(buyer, own.appId, {}, wait),
    { status: 'COMPLETED' },
    'free for all in the registry',
  )

  const tried = await release('tried')
  await sell(tried.appId, [byTheRun], { previewRuns: 1 })
  t.match(await run(buyer, tried.appId, {}, wait), { fee: { amount: '0' } }, 'a preview')
  t.equal(await codeOf(run(buyer, tried.appId)), 'QUOTA_EXCEEDED', 'that was all of it')

  const free = await release('free')
  await sell(free.appId, [plan('Free', { kind: 'FREE' })])
  t.match(await run(buyer, free.appId, {}, wait), { status: 'COMPLETED' })
})

t.test('entitlements', async (t) => {
  const { appId } = await release('limited')
  const shots = { kind: 'STATIC', feature: 'max-shots', value: '200' }
  const [planId = ''] = await sell(appId, [
    plan('Small', { kind: 'MONTHLY', price: '100' }, [shots]),
  ])
  const subscriptionId = await subscribe(buyer, appId, planId)
  t.equal(await codeOf(run(buyer, appId, { shots: 201 })), 'NOT_ENTITLED')
  t.equal(await codeOf(run(buyer, appId, { shots: 200 })), 'done')
  t.equal(
    await codeOf(send(buyer, 'POST', `/v1/subscriptions/${subscriptionId}/keys`, { name: 'x' })),
    'NOT_ENTITLED',
  )
  await send(buyer, 'PUT', `/v1/subscriptions/${subscriptionId}/pause`)
  t.equal(await codeOf(run(buyer, appId)), 'SUBSCRIPTION_REQUIRED', 'paused')
  t.equal(await codeOf(run(buyer, appId, { versionId: randomUUID() })), 'NOT_ENTITLED')
})
