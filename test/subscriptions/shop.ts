import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { change } from '../../commands/shared/change.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { app } from '../../domain/catalog/app.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { register, type AnySaga } from '../../sagas/runtime/registry.ts'
import { runTimers, type TimerIndex } from '../../sagas/runtime/timers.ts'
import { performRecoveryEffects, performRenewalEffects } from '../../sagas/subscriptions/perform.ts'
import { walletRecovery } from '../../sagas/subscriptions/recovery.ts'
import { subscriptionRenewal } from '../../sagas/subscriptions/renewal.ts'
import { everywhere, memoryProgress, runSagas } from '../kit/saga-runtime.ts'
import { accepted, detailsOf, manifestOf, program } from '../read-models/catalog-samples.ts'
import { call, succeed, type Reply } from '../write-api/kit/client.ts'
import { startHub } from '../write-api/kit/hub.ts'
import { logIn, makeOperator, signUp, type Person } from '../write-api/kit/people.ts'

const sagasOfSubscriptions: readonly AnySaga[] = [
  register(subscriptionRenewal, performRenewalEffects),
  register(walletRecovery, performRecoveryEffects),
]

const offer = {
  title: 'Ground states of molecules',
  summary: 'Energies with error bars.',
  categories: ['CHEMISTRY'],
  supportContact: { kind: 'URL', address: 'https://www.example.com/help' },
  plans: [
    { name: 'Laboratory', pricing: { kind: 'MONTHLY', price: '3100' }, trialDays: 14 },
    { name: 'Institute', pricing: { kind: 'MONTHLY', price: '6200' } },
    { name: 'Year', pricing: { kind: 'YEARLY', price: '30000' } },
    { name: 'Free', pricing: { kind: 'FREE' } },
  ].map((plan) => ({ asset: 'USD/2', ...plan })),
}

type PlanName = 'Laboratory' | 'Institute' | 'Year' | 'Free'

/** An app on the market of a real event store and Postgres; the sagas run on a clock that is moved by hand. */
export const openShop = async (sagas = sagasOfSubscriptions) => {
  const hub = await startHub()
  const { services, clock } = hub
  const operator = await makeOperator(hub)
  const seller = await signUp(hub, 'seller', ['developer'])
  const tell = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<void> => {
    const context = systemContext('test', randomUUID(), id, id)
    const told = await change(services, context, 'test', aggregate, id, command)
    if (!('stream' in told)) throw new Error(told.detail)
  }

  const { organisationId } = seller
  const release = async (appId: string, semver: string): Promise<string> => {
    const versionId = randomUUID()
    const drafted = { versionId, appId, organisationId, semver }
    const report = { attempt: 1, report: accepted }
    const manifest = manifestOf()
    await tell(appVersion, versionId, { type: 'DraftVersion', ...drafted, manifest, ir: program })
    await tell(appVersion, versionId, { type: 'RequestValidation' })
    await tell(appVersion, versionId, { type: 'RecordValidation', ...report })
    await tell(appVersion, versionId, { type: 'ReleaseVersion' })
    await tell(app, appId, { type: 'RecordRelease', appId, versionId, semver })
    return versionId
  }
  const send = async (
    { email }: Person,
    method: 'POST' | 'PUT' | 'DELETE' | 'GET',
    url: string,
    body?: object,
  ): Promise<Reply> => {
    // Time flies: tokens do not last from one request to the next.
    const { accessToken: token } = await logIn(hub, email)
    return call(hub.app, method, url, { token, ...(body === undefined ? {} : { body }) })
  }
  const publish = async () => {
    const appId = randomUUID()
    await tell(app, appId, {
      type: 'CreateApp',
      ...{ appId, organisationId, slug: `app-${appId.slice(0, 8)}`, visibility: 'PUBLIC' },
      details: detailsOf(),
    })
    const versionId = await release(appId, '1.0.0')
    const { token } = seller
    await succeed(hub.app, 'POST', '/v1/listings', { token, body: { appId, ...offer } })
    await succeed(hub.app, 'POST', `/v1/listings/${appId}/submission`, { token })
    const verdict = { token: operator.token, body: { verdict: 'ACCEPT' } }
    await succeed(hub.app, 'POST', `/v1/listings/${appId}/verdict`, verdict)
    const listing = await succeed(hub.app, 'GET', `/v1/listings/${appId}`, { token })
    const plans = listing.body.plans as readonly { name: string; planId: string }[]
    const planId = (name: PlanName): string => {
      const found = plans.find((plan) => plan.name === name)
      if (found === undefined) throw new Error(`no plan ${name}`)
      return found.planId
    }
    return { appId, versionId, planId, release: (semver: string) => release(appId, semver) }
  }
  const credit = async (to: Person, amount: string): Promise<void> => {
    const body = { amount: { amount, asset: 'USD/2' }, reason: 'test' }
    await send(operator, 'POST', `/v1/wallets/${to.organisationId}/credits`, body)
  }
  const buyer = async (purse: string): Promise<Person> => {
    const person = await signUp(hub, 'buyer')
    if (purse !== '0') await credit(person, purse)
    return person
  }

  const log = () => services.eventStore.readAll({ maxCount: 20_000 })
  /** What the projection of timers would answer. */
  const index: TimerIndex = {
    due: async (at) => {
      const events = await log()
      const gone = new Set(
        events
          .filter(({ type }) => type === 'SagaTimerFired' || type === 'SagaTimerCancelled')
          .map(({ data }) => (data as { readonly timerId: string }).timerId),
      )
      return events
        .filter(({ type }) => type === 'SagaTimerScheduled')
        .map(({ stream, data }) => ({ stream, ...(data as Scheduled) }))
        .filter(({ timerId, dueAt }) => !gone.has(timerId) && Date.parse(dueAt) <= at.getTime())
    },
  }
  const progress = { routerProgress: memoryProgress(), workerProgress: memoryProgress() }
  const timers = {
    ...{ services, sagas, index },
    partitions: () => everywhere,
    logger: pino({ level: 'silent' }),
  }
  return {
    hub,
    ...{ operator, seller, publish, buyer, credit, send, tell, log },
    /** Starts the sagas and their timers; the answer stops them, as a kill would. They go on where they were. */
    run: () => {
      const stopping = new AbortController()
      const ringing = runTimers(timers, stopping.signal)
      const stopSagas = runSagas(services, sagas, progress)
      return async (): Promise<void> => {
        stopping.abort()
        await Promise.all([ringing, stopSagas()])
      }
    },
    /** Lets so many days go by. */
    pass: (days: number): void => clock.advance(days * 86_400_000),
  }
}

type Scheduled = { readonly timerId: string; readonly name: string; readonly dueAt: string }
