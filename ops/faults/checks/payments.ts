import { wallet, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { job } from '../../../domain/jobs/job.ts'
import type { JobEvent } from '../../../domain/jobs/job-events.ts'
import { welcome } from '../world.ts'
import type { Check } from './check.ts'
import { dataOf, streamsOf } from './streams.ts'

/** How often each reason was given. */
const timesOf = (reasons: readonly string[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  for (const reason of reasons) times.set(reason, (times.get(reason) ?? 0) + 1)
  return times
}

/** Callers give their key as the reason: each acknowledged payment is in the books once, and no other is. */
export const payments: Check = ({ log, given }) => {
  const wallets = [...streamsOf(log, wallet.category).values()]
  const jobs = [...streamsOf(log, job.category).values()]
  const credited = wallets.flatMap((events) =>
    dataOf<WalletEvent, 'WalletCredited'>(events, 'WalletCredited').map(({ reason }) => reason),
  )
  const repaid = wallets.flatMap((events) =>
    dataOf<WalletEvent, 'ChargeRefunded'>(events, 'ChargeRefunded').map(({ reason }) => reason),
  )
  const recorded = jobs.flatMap((events) =>
    dataOf<JobEvent, 'JobChargeRefunded'>(events, 'JobChargeRefunded').map(({ reason }) => reason),
  )
  const keysOf = (command: 'credit' | 'refund'): ReadonlySet<string> =>
    new Set(
      given
        .filter((each) => each.kind === 'acknowledged' && each.command === command)
        .map(({ key }) => key),
    )
  const compare = (
    what: string,
    reasons: readonly string[],
    keys: ReadonlySet<string>,
  ): readonly string[] => {
    const times = timesOf(reasons.filter((reason) => reason !== welcome))
    return [
      ...[...times]
        .filter(([, often]) => often > 1)
        .map(([key, often]) => `${what} ${key} took place ${often} times`),
      ...[...times.keys()]
        .filter((key) => !keys.has(key))
        .map((key) => `${what} ${key} took place, and nobody was told`),
      ...[...keys].filter((key) => !times.has(key)).map((key) => `${what} ${key} is lost`),
    ]
  }
  return [
    ...compare('credit', credited, keysOf('credit')),
    ...compare('refund', repaid, keysOf('refund')),
    ...compare("the job's record of refund", recorded, keysOf('refund')),
  ]
}
