import { wallet } from '../../../domain/billing/wallet/wallet.ts'
import { job, type Job } from '../../../domain/jobs/job.ts'
import type { Evidence } from '../evidence.ts'
import { balancesOf } from './books.ts'
import type { Check } from './check.ts'
import { stateOf, streamsOf } from './streams.ts'

const compare = (
  what: string,
  expected: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, string>,
): readonly string[] =>
  [...new Set([...expected.keys(), ...seen.keys()])].flatMap((key) => {
    const [should, is] = [expected.get(key) ?? 'absent', seen.get(key) ?? 'absent']
    return should === is ? [] : [`${what} ${key}: the read model says ${is}, the log ${should}`]
  })

const jobInWords = (state: Job): string =>
  state.kind === 'absent'
    ? 'absent'
    : `${state.status} ${state.billing} ${state.charged?.amount ?? 'uncharged'}`

const jobs = ({ log, readModels }: Evidence): readonly string[] =>
  compare(
    'job',
    new Map(
      [...streamsOf(log, job.category)].map(([id, events]) => [
        id,
        jobInWords(stateOf(job, events)),
      ]),
    ),
    new Map(
      readModels.jobs.map(({ jobId, status, billing, charge }) => [
        jobId,
        `${status} ${billing} ${charge?.charged.amount ?? 'uncharged'}`,
      ]),
    ),
  )

const wallets = ({ log, readModels }: Evidence): readonly string[] =>
  compare(
    'wallet',
    new Map(
      [...streamsOf(log, wallet.category)].map(([id, events]) => {
        const { available, held } = stateOf(wallet, events)
        return [id, `${available.toString()} and ${held.toString()} held`]
      }),
    ),
    new Map(
      readModels.wallets.map(({ walletId, available, held }) => [
        walletId,
        `${available.amount} and ${held.amount} held`,
      ]),
    ),
  )

const balances = ({ log, readModels }: Evidence): readonly string[] => [
  ...compare(
    'account',
    new Map(
      [...balancesOf(log)].flatMap(([asset, accounts]) =>
        [...accounts].map(([account, balance]) => [`${account} ${asset}`, balance.toString()]),
      ),
    ),
    new Map(
      readModels.balances.flatMap(({ asset, accounts }) =>
        accounts.map(({ account, balance }) => [`${account} ${asset}`, balance.amount]),
      ),
    ),
  ),
  ...readModels.balances
    .filter(({ balanced }) => !balanced)
    .map(({ asset }) => `the trial balance of ${asset} is not zero`),
]

/** What the read API shows is what the log says: jobs, wallets, and every account of the ledger. */
export const readModels: Check = (evidence) =>
  evidence.unread === undefined
    ? [...jobs(evidence), ...wallets(evidence), ...balances(evidence)]
    : [evidence.unread]
