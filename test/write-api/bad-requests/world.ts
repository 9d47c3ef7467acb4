import { randomUUID } from 'node:crypto'
import type { HTTPMethods } from 'fastify'
import { call, succeed, type Call, type Reply } from '../kit/client.ts'
import { startHub } from '../kit/hub.ts'
import { prepareCatalog } from './catalog-world.ts'
import { prepareJournal } from './journal-world.ts'
import { preparePriceBook } from './metering-world.ts'
import { preparePayee } from './payee-world.ts'
import { prepareMarket } from './market-world.ts'
import { bell, calibration, facts, offer, openMarket, topUp } from '../kit/market.ts'
import { logIn, password, signUp } from '../kit/people.ts'
import { completion, tellJob, tellWallet } from '../kit/run-job.ts'

const days = 24 * 60 * 60 * 1000

/** People, keys, devices and jobs in every state that somebody may ask something wrong of. */
export const prepareWorld = async () => {
  const hub = await startHub()
  const { app } = hub
  const post = (url: string, call: Call) => succeed(app, 'POST', url, call)

  // What is to have expired is made first, and then left to its age.
  const old = await signUp(hub, 'old')
  const oldKey = (
    await post('/v1/api-keys', {
      token: old.token,
      body: { name: 'old', scopes: ['jobs:read'], expiresInDays: 1 },
    })
  ).body.key as string
  const market = await openMarket(hub)
  const work = { source: bell, deviceId: market.deviceId, shots: 100 }
  const quoted = await post('/v1/quotes', { token: market.researcher.token, body: work })
  hub.clock.advance(35 * days)

  const fresh = async <Of extends { readonly email: string }>(person: Of) => ({
    ...person,
    token: (await logIn(hub, person.email)).accessToken,
  })
  const operator = await fresh(market.operator)
  const provider = await fresh(market.provider)
  const researcher = await fresh(market.researcher)
  const stranger = await signUp(hub, 'stranger')
  const otherProvider = await signUp(hub, 'other-provider', ['provider'])
  const poor = await signUp(hub, 'poor')
  await topUp(hub, operator, poor, '1')
  const seller = await signUp(hub, 'seller', ['developer'])
  const otherSeller = await signUp(hub, 'other-seller', ['developer'])
  const gone = await signUp(hub, 'gone')
  await succeed(app, 'DELETE', '/v1/sessions/current', { token: gone.token })
  const shut = await signUp(hub, 'shut')
  await post(`/v1/accounts/${shut.userId}/disable`, {
    token: operator.token,
    body: { reason: 'test' },
  })
  const newcomer = { email: 'newcomer@example.org', username: 'newcomer', password }
  await post('/v1/accounts', { body: newcomer })

  const { token } = researcher
  const apiKey = async (scopes: readonly string[]) => {
    const { body } = await post('/v1/api-keys', { token, body: { name: 'test', scopes } })
    return { key: String(body.key), keyId: String(body.keyId) }
  }
  const reading = await apiKey(['jobs:read'])
  const writing = await apiKey(['accounts:write'])
  const revoked = await apiKey(['jobs:read'])
  // That a key was used today is noted with its first request, be it refused or not.
  for (const { key } of [reading, writing])
    await call(app, 'GET', `/v1/jobs/${randomUUID()}`, { apiKey: key })
  await succeed(app, 'DELETE', `/v1/api-keys/${revoked.keyId}`, { token })

  const devices = {
    online: market.deviceId,
    offline: await offer(hub, provider),
    retired: await offer(hub, provider, {}, 'RETIRED'),
    noisy: await offer(hub, provider, { execution: { provider: 'simulator', noise: true } }),
    other: await offer(hub, otherProvider, {}, 'ONLINE'),
    closed: await offer(
      hub,
      provider,
      {
        executionWindows: [
          {
            executionDay: 'Weekdays',
            windowStartHour: '01:00:00',
            windowEndHour: '01:00:01',
          },
        ],
        outsideWindows: 'REFUSE',
      },
      'ONLINE',
    ),
  }
  const published = await post(`/v1/devices/${devices.other}/calibrations`, {
    token: otherProvider.token,
    body: { format: 'qhub', calibration },
  })

  const receiver = { url: 'https://receiver.example.com/', eventTypes: ['*'] }
  const { body: made } = await post('/v1/webhook-endpoints', { token, body: receiver })
  const disabledEndpoint = String(made.endpointId)
  await succeed(app, 'PUT', `/v1/webhook-endpoints/${disabledEndpoint}/status`, {
    token,
    body: { status: 'DISABLED' },
  })

  const submit = async () => (await post('/v1/jobs', { token, body: work })).body.jobId as string
  const running = await submit()
  const done = await submit()
  const holdId = randomUUID()
  const money = { organisation: researcher.organisationId, asset: 'USD/2', holdId }
  const amount = { amount: '40', asset: 'USD/2' }
  await tellWallet(hub, researcher.organisationId, {
    ...money,
    type: 'HoldFunds',
    jobId: done,
    amount: 40n,
  })
  await tellJob(hub, done, { type: 'QueueJob', holdId, amount })
  await tellJob(hub, done, completion)
  const astray = await submit()
  await tellJob(hub, astray, { type: 'QueueJob', holdId: randomUUID(), amount })
  const unsettled = await submit()
  await tellJob(hub, unsettled, { type: 'QueueJob', holdId: randomUUID(), amount })
  await tellJob(hub, unsettled, completion)
  await tellWallet(hub, researcher.organisationId, {
    ...money,
    type: 'CaptureHold',
    amount: 40n,
    providerOrganisation: provider.organisationId,
    commissionBasisPoints: 1000,
  })
  await tellJob(hub, done, {
    type: 'SettleCharge',
    charged: amount,
    providerShare: { ...amount, amount: '36' },
    commission: { ...amount, amount: '4' },
  })

  await preparePayee(hub, seller)

  return {
    hub,
    app,
    people: {
      operator,
      provider,
      researcher,
      stranger,
      otherProvider,
      seller,
      otherSeller,
      poor,
      old,
      gone,
      shut,
    },
    newcomer,
    disabledEndpoint,
    keys: { reading, writing, revoked: revoked.key, expired: oldKey },
    devices,
    calibrationOfOther: published.body.calibrationId as string,
    work,
    facts,
    jobs: { running, done, unsettled, astray },
    market: await prepareMarket(hub, seller, researcher, operator),
    catalog: await prepareCatalog(hub, seller),
    journal: await prepareJournal(hub, operator),
    priceBookId: await preparePriceBook(hub, operator),
    oldQuote: quoted.body.quoteId as string,
    quote: (await post('/v1/quotes', { token, body: work })).body.quoteId as string,
  }
}

export type World = Awaited<ReturnType<typeof prepareWorld>>

/** Sends as one of the people. */
export const sendAs = (
  { app, people }: World,
  who: keyof World['people'],
  method: HTTPMethods,
  url: string,
  more: Call = {},
): Promise<Reply> => call(app, method, url, { token: people[who].token, ...more })
