import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import { proveLedger } from '../ledger.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { makeApp } from './app.ts'
import { findOnMarket, run, subscribe, type Run } from './buying.ts'
import { assemble } from './cast.ts'
import { monthlyPrice, putOnMarket, quota, raisePrice, runPrice } from './listing.ts'
import { figuresOf, review } from './opinions.ts'
import { provokeRefusals } from './refusals.ts'
import { createKey } from './keys.ts'

export type Summary = {
  readonly people: number
  readonly apps: number
  readonly subscriptions: number
  readonly runs: number
  readonly reviews: number
  readonly refused: number
  /** Minor units by asset: periods and runs together. */
  readonly charged: Readonly<Record<string, string>>
  readonly ledgerZero: boolean
  readonly events: number
}

/** A developer's and a consumer's story, from sign-up to a paid run and a review; throws where something does not hold. */
export const playMarketplace = async (stage: Stage, screen: Screen): Promise<Summary> => {
  screen.heading('A developer, two buyers, a device, an operator')
  const cast = await assemble(stage)
  const { carl, cleo, operator } = cast

  screen.heading('A project becomes an app')
  const { appId, versionId } = await makeApp(stage, cast)
  screen.line(`  app ${appId}, version ${versionId}: compiled, run, released, in the registry`)

  screen.heading('The app goes on the market')
  const plans = await putOnMarket(stage, cast, appId)
  screen.line(`  anybody finds "${await findOnMarket(stage, 'qubits that agree', appId)}"`)

  screen.heading('Two buyers: by the month, by the run')
  const monthly = await subscribe(stage, carl, appId, plans.monthly)
  await subscribe(stage, cleo, appId, plans.byTheRun)
  screen.line(
    `  by the month: ${monthlyPrice} cents and ${quota} runs; by the run: ${runPrice} cents`,
  )

  screen.heading('Runs, by a person and by a key')
  const show = (who: Person, { result, charged }: Run): void => {
    screen.line(`\n  ${who.username}: ${charged?.amount ?? '0'} ${charged?.asset ?? ''}`)
    screen.histogram(result?.counts ?? {}, 1000)
  }
  const key = await createKey(stage, carl, monthly)
  const byPerson = await run(stage, carl, appId, { theta: 1.5708 })
  const byKey = await run(stage, carl, appId, { theta: 0.5 }, key)
  const byTheRun = await run(stage, cleo, appId, { theta: 3.1416 })
  for (const each of [byPerson, byKey]) show(carl, each)
  show(cleo, byTheRun)
  hold(byTheRun.result?.counts['11'] === 1000, 'an angle of π is not always 11')

  screen.heading('What must not happen')
  const refused = await provokeRefusals(stage, cast, appId, plans.monthly, screen.line)

  screen.heading('An opinion, an answer, and what the market counts')
  await review(stage, cast, appId, monthly)
  const { rating, metrics } = await figuresOf(stage, appId, { subscriptions: 2, runs: 3 })
  screen.line(
    `  ${rating.count} review, ${rating.average ?? 0} stars; ${metrics.subscriptions} subscriptions, ${metrics.runs} runs`,
  )

  screen.heading('The price goes up; who is in keeps theirs')
  await raisePrice(stage, cast, appId, plans)
  const { body } = await stage.http.get(`/v1/subscriptions/${monthly}`, { token: carl.token })
  const { pricing } = body['plan'] as { readonly pricing: { readonly price: string } }
  hold(pricing.price === monthlyPrice, `the subscriber's price became ${pricing.price}`)

  screen.heading('The ledger')
  const { ledgerZero, events } = await proveLedger(
    stage.graphql,
    stage.hub.connections.eventStore,
    operator,
    screen.line,
  )
  hold(ledgerZero, 'the ledger does not sum to zero')
  const runs = [byPerson, byKey, byTheRun]
  const charged = runs.reduce((sum, { charged }) => sum + BigInt(charged?.amount ?? 0), 0n)
  return {
    people: 5,
    apps: 1,
    subscriptions: 2,
    runs: runs.length,
    reviews: rating.count,
    refused,
    charged: { 'USD/2': (charged + BigInt(monthlyPrice)).toString() },
    ledgerZero,
    events,
  }
}
