import { createHash } from 'node:crypto'
import stableStringify from 'safe-stable-stringify'
import { assemble } from './cast.ts'
import { circuit } from './circuits.ts'
import { hold } from './expect.ts'
import { proveLedger } from './ledger.ts'
import { outcomeOf, type Outcome } from './outcomes.ts'
import type { Screen } from './screen.ts'
import type { Stage } from './stage.ts'
import { tellStory } from './story.ts'
import {
  provokeRefusals,
  submit,
  submitAll,
  submitAndCancel,
  type Submitted,
} from './submissions.ts'

export type Summary = {
  readonly submitted: number
  readonly completed: number
  readonly failed: number
  readonly cancelled: number
  readonly refused: number
  /** Minor units by asset. */
  readonly charged: Readonly<Record<string, string>>
  readonly ledgerZero: boolean
  readonly events: number
}

type Ended = { readonly job: Submitted; readonly outcome: Outcome }

/** Everything that the demo shows, in order; throws where something does not hold. */
export const play = async (
  { hub, http, graphql, outbox }: Stage,
  screen: Screen,
): Promise<Summary> => {
  screen.heading('A provider, a researcher, four devices, 20 dollars')
  const cast = await assemble(hub, http, outbox)
  const { operator, researcher } = cast
  const amount = { amount: '2000', asset: 'USD/2' }
  await http.send(
    'POST',
    `/v1/wallets/${researcher.organisationId}/credits`,
    { amount, reason: 'Welcome' },
    { token: operator.token },
  )

  screen.heading('Circuits through the front door')
  const jobs = await submitAll(http, cast)
  const refused = await provokeRefusals(http, cast, (text) => screen.line(`  refused: ${text}`))
  const failing = await submit(
    http,
    cast,
    circuit('bell'),
    cast.devices.failing,
    'bell (device fault)',
    false,
  )
  const cancelled = await submitAndCancel(http, cast)
  const all = [...jobs, failing, cancelled]
  let done = 0
  const ended = await Promise.all(
    all.map(async (job): Promise<Ended> => {
      const outcome = await outcomeOf(graphql, cast, job)
      done += 1
      screen.progress('  jobs', done, all.length)
      return { job, outcome }
    }),
  )

  screen.heading('Results and prices')
  for (const each of ended) show(each, screen)
  const count = (status: string): number =>
    ended.filter(({ outcome }) => outcome.status === status).length
  const outcomeFor = ({ jobId }: Submitted): Outcome | undefined =>
    ended.find(({ job }) => job.jobId === jobId)?.outcome
  hold(count('COMPLETED') === jobs.length, 'a job that should have completed did not')
  hold(
    outcomeFor(failing)?.failure?.faultDomain === 'PROVIDER' &&
      outcomeFor(failing)?.billing === 'RELEASED',
    'the failed job was not paid back',
  )
  hold(
    outcomeFor(cancelled)?.status === 'CANCELLED' && outcomeFor(cancelled)?.billing === 'RELEASED',
    'the cancelled job was not paid back',
  )

  screen.heading('Why it cost what it cost: one job from command to charge')
  const [told] = jobs
  if (told !== undefined) await tellStory(graphql, cast, told.correlationId, screen.line)

  screen.heading('The ledger')
  const { ledgerZero, events } = await proveLedger(
    graphql,
    hub.connections.eventStore,
    operator,
    screen.line,
  )
  hold(ledgerZero, 'the ledger does not sum to zero')
  return {
    submitted: all.length,
    completed: count('COMPLETED'),
    failed: count('FAILED'),
    cancelled: count('CANCELLED'),
    refused,
    charged: totals(ended),
    ledgerZero,
    events,
  }
}

const show = ({ job, outcome }: Ended, screen: Screen): void => {
  const { result, charge, failure, status, billing } = outcome
  screen.line(
    `\n  ${job.label}: ${status}, ${charge === null ? `nothing charged (${billing})` : inWords(charge.charged)}`,
  )
  if (failure !== null)
    screen.line(`    ${failure.faultDomain} ${failure.code}: ${failure.message}`)
  if (result === null) return
  screen.histogram(result.counts, job.circuit.shots)
  hold(
    hashOf(result.counts) === result.resultHash,
    `${job.label}: the counts do not have the hash that the log names`,
  )
  const wrong = job.exact ? job.circuit.verify(result.counts, job.circuit.shots) : undefined
  hold(wrong === undefined, `${job.label}: ${wrong ?? ''}`)
}

const inWords = ({
  decimal,
  asset,
}: {
  readonly decimal: string
  readonly asset: string
}): string => `${decimal} ${asset.slice(0, asset.indexOf('/'))}`

/** SHA-256 of the counts as JSON with sorted keys, as a result declares it. */
const hashOf = (counts: Readonly<Record<string, number>>): string =>
  createHash('sha256').update(stableStringify(counts)).digest('hex')

const totals = (ended: readonly Ended[]): Readonly<Record<string, string>> => {
  const sums = new Map<string, bigint>()
  for (const {
    outcome: { charge },
  } of ended)
    if (charge !== null)
      sums.set(
        charge.charged.asset,
        (sums.get(charge.charged.asset) ?? 0n) + BigInt(charge.charged.amount),
      )
  return Object.fromEntries([...sums].map(([asset, sum]) => [asset, sum.toString()]))
}
