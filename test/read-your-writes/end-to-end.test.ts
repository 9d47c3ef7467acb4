import { pino } from 'pino'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { periodOf } from '../../domain/accounts/key-limits.ts'
import { usageIdOf } from '../../domain/accounts/key-usage.ts'
import { admit } from '../../domain/jobs/admission.ts'
import { priceAt } from '../../domain/devices/price-book.ts'
import { predictQueueTime } from '../../domain/agents/models/queue-time/predict.ts'
import { nextOpening } from '../../domain/devices/windows.ts'
import { notificationRules } from '../../domain/engagement/summary.ts'
import { connectNatsBus } from '../../platform/bus/nats-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import { newId } from '../../platform/ids/ids.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRandom } from '../../platform/providers/simulator/engine/random.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { createHistory, skippedIn } from '../../ops/history/history.ts'
import { createReadApi } from '../../read-api/server.ts'
import { contextOf, servicesOn } from '../kit/services.ts'
import { noAudit } from '../read-api/audit.ts'
import { insightOf } from '../read-api/insight.ts'
import { people, testConfig } from '../read-api/kit.ts'
import { noVault } from '../read-models/rows.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { startNats } from '../servers/nats.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { restlessly, slowly } from './restless.ts'

t.setTimeout(240_000)

const clients = 6
const turns = 60
const asset = 'USD/2'

const [log, server, nats] = await Promise.all([
  startTestEventStore(),
  startTestPostgres(),
  startNats(),
])
const logger = pino({ level: 'silent' })
const postgres = await connectPostgres<InfrastructureTables & ReadModelTables>(server.url)
const stream = { name: `${nats.prefix}events`, prefix: `${nats.prefix}.events` }
const bus = await connectNatsBus(nats.url, { stream })
const cache = createMemoryCache()
t.teardown(async () => {
  await bus.close()
  await postgres.close()
  await Promise.all([log.stop(), server.stop(), nats.stop()])
})

/** A read API of a process of its own: it knows of the projectors what notices and rows tell. */
const openReader = async () => {
  const positions = followPositions({ bus, db: postgres.db })
  const app = await createReadApi({
    db: postgres.db,
    cache,
    bus,
    config: testConfig,
    authenticate: async () => people['operator'] ?? { code: 'UNAUTHENTICATED', detail: 'nobody' },
    health: { started: () => true, draining: () => false, checks: {} },
    logger,
    positions,
    spendUses: () => Promise.resolve(undefined),
    insight: insightOf({ events: [] }),
    audit: noAudit,
    rules: {
      priceAt,
      admit,
      nextOpening,
      predictQueueTime,
      notifications: notificationRules,
      keys: { periodOf, usageIdOf },
    },
    clock: systemClock,
    history: createHistory({
      eventStore: log.eventStore,
      clock: systemClock,
      skipped: skippedIn(postgres.pool),
    }),
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `${address}/graphql`,
    stop: async () => {
      positions.close()
      await app.close()
    },
  }
}

const query = `query Seen($walletId: ID!, $position: Position!, $waitMs: Int!) @atLeast(position: $position, waitMs: $waitMs) {
  wallet(walletId: $walletId) { available { amount } position }
  wallets(first: 50) { edges { node { walletId available { amount } } } }
}`

type Money = { readonly available: { readonly amount: string } }
type Reply = {
  readonly data: null | {
    readonly wallet: Money | null
    readonly wallets: {
      readonly edges: readonly { readonly node: Money & { readonly walletId: string } }[]
    }
  }
  readonly errors?: readonly {
    readonly extensions: { readonly code: string; readonly position: string }
  }[]
  readonly extensions: { readonly position: string }
}

const ask = async (url: string, variables: object): Promise<Reply> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer operator' },
    body: JSON.stringify({ query, variables }),
  })
  // The shape is that of the query above.
  return (await response.json()) as Reply
}

t.test('through the command path, restless projectors and two read APIs', async (t) => {
  const seed = process.env['QHUB_TEST_SEED'] ?? newId()
  t.comment(`QHUB_TEST_SEED=${seed}`)
  const ending = new AbortController()
  const dice = createRandom(`${seed} projectors`)
  const eventStore = slowly(log.eventStore, dice, 10, 20)
  const restarts = restlessly(
    () =>
      startProjector({
        eventStore,
        postgres,
        postgresUrl: server.url,
        cache,
        bus,
        vault: noVault,
        logger,
        lookEveryMs: 30,
      }),
    dice,
    ending.signal,
  )
  const readers = await Promise.all([openReader(), openReader()])
  const services = servicesOn(log.eventStore, systemClock)
  const tally = { answered: 0, stale: 0 }

  /** Pays in a cent a turn, and looks whether every cent is there, at either reader, now patiently and now not. */
  const live = async (name: string): Promise<void> => {
    const own = createRandom(`${seed} ${name}`)
    const organisation = newId()
    const walletId = walletIdOf(organisation, asset)
    let token = 0n
    let paidIn = 0n
    const credit = {
      type: 'CreditWallet',
      organisation,
      asset,
      amount: 1n,
      reason: 'a cent',
    } as const
    const pay = async (): Promise<void> => {
      const done = await change(services, contextOf(newId()), 'hash', wallet, walletId, credit)
      if (!('position' in done)) throw new Error(`not paid in: ${JSON.stringify(done)}`)
      paidIn += 1n
      token = done.position
    }
    const look = async (): Promise<void> => {
      const [position, expected] = [token, paidIn]
      const isPatient = own() < 0.7
      const waitMs = isPatient ? 30_000 : Math.floor(own() * 10)
      const url = readers[own() < 0.5 ? 0 : 1].url
      const reply = await ask(url, { walletId, position: position.toString(), waitMs })
      const [error] = reply.errors ?? []
      if (error !== undefined) {
        t.equal(error.extensions.code, 'STALE_READ')
        t.ok(BigInt(error.extensions.position) < position, 'it is stale indeed')
        t.notOk(isPatient, 'a patient question is answered')
        tally.stale += 1
        return
      }
      const listed = reply.data?.wallets.edges.find(({ node }) => node.walletId === walletId)
      const shown = [reply.data?.wallet?.available.amount, listed?.node.available.amount]
      for (const amount of shown)
        if (BigInt(amount ?? -1) < expected)
          throw new Error(`${expected} cents were paid in, ${amount ?? 'nothing'} was shown`)
      const claimed = BigInt(reply.extensions.position)
      if (claimed < position) throw new Error('the answer claims to be older than was asked for')
      // What was seen binds as what was written does.
      if (claimed > token) token = claimed
      tally.answered += 1
    }
    for (let turn = 0; turn < turns; turn++) {
      await pay()
      if (own() < 0.5) await pay()
      const questions = Array.from({ length: 1 + Math.floor(own() * 3) }, look)
      await Promise.all(questions)
    }
  }

  await Promise.all(Array.from({ length: clients }, (_, n) => live(`client ${n}`)))
  ending.abort()
  t.comment(`answered: ${tally.answered}, stale: ${tally.stale}, restarts: ${await restarts}`)
  t.ok(tally.answered >= clients * turns * 0.5, 'hundreds were answered')
  t.ok(tally.stale > 0, 'some were answered stale')
  t.ok((await restarts) > 0, 'projectors came and went')
  await Promise.all(readers.map(({ stop }) => stop()))
})
