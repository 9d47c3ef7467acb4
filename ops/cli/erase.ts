import { Command, Option } from 'commander'
import {
  completeErasure,
  type ErasureAnswer,
} from '../../commands/accounts/erasure/complete-erasure.ts'
import { eraseAccount } from '../../commands/accounts/erase-account.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import { ErasureReason, type Reach } from '../../domain/accounts/erasure.ts'
import { FootprintBusy } from '../../platform/personal-data/footprint.ts'
import { newId } from '../../platform/ids/ids.ts'
import { eventually } from '../erasure/eventually.ts'
import { createFootprint } from '../erasure/footprint.ts'
import type { OnStep } from '../progress/step.ts'
import type { Attached } from './attached.ts'
import { changing } from './changing.ts'
import { configOrExit } from './load.ts'
import { withProgress } from './long-work.ts'
import { confirmOption, linesOption, type Confirmed, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

type Options = Json &
  Confirmed & {
    readonly reason: ErasureReason
    readonly inherit?: boolean
    readonly report?: boolean
  }

type Wish = { readonly reason: ErasureReason; readonly inherit: boolean }

/** The hub's own services, which tell how far a look through the log is. */
const telling = ({ services, connections }: Attached, onStep: OnStep): Services => {
  const { postgres, postgresUrl, eventStore, cache } = connections
  const { dataDir } = configOrExit()
  const parts = { pool: postgres.pool, postgresUrl, eventStore, cache, dataDir, onStep }
  return { ...services, footprint: createFootprint(parts) }
}

const erase = async (
  services: Services,
  userId: string,
  { reason, inherit }: Wish,
): Promise<ErasureAnswer> => {
  const id = newId()
  const context = systemContext('cli', id, id, id)
  const closed = await execute(services, eraseAccount, { userId, reason, inherit }, context)
  if (closed.kind === 'failed') return fail(1, closed.failure.detail, closed.failure.code)
  const erased = await eventually(
    () => execute(services, completeErasure, { userId }, context),
    (error) => error instanceof FootprintBusy,
  )
  if (erased.kind === 'failed') return fail(1, erased.failure.detail, erased.failure.code)
  return erased.answer
}

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

const sealedIn = (sealed: Reach['sealed']): string =>
  Object.entries(sealed)
    .map(([category, { streams, events }]) => `${category}: ${events} events in ${streams} streams`)
    .join(', ') || 'none'

const linesOf = ({
  userId,
  closedAt,
  erasedAt,
  reason,
  reach,
}: ErasureAnswer): readonly string[] => [
  `${userId} is erased (${reason}): closed ${closedAt}, erased ${erasedAt}`,
  `keys destroyed: ${reach.keysDestroyed}`,
  `sealed in the log, and unreadable now: ${sealedIn(reach.sealed)}`,
  `named in the log by id alone, as before: events of ${counted(reach.named)}`,
  `rows emptied: ${counted(reach.rows)}`,
  `mails removed: ${reach.mails}; answers removed: ${reach.keptAnswers}; snapshots removed: ${reach.snapshots}`,
  ...reach.copies.map(
    ({ kind, directory, takenAt }) =>
      `${kind.toLowerCase()} of ${takenAt} in ${directory}: out of reach; what is sealed in it opens no more`,
  ),
  reach.filesRewritten
    ? 'Postgres has written its files and its log anew'
    : 'Postgres keeps its write-ahead log or statistics: traces of former rows stay until its own administrator removes them',
  'out of reach: backups and replicas of Postgres from before, which hold the keys; mails that were delivered; what read the logs of the hub',
  'the names’ keyed hashes stay in the log: without the hub’s master key they tell nothing',
]

const brief = ({ userId, erasedAt }: ErasureAnswer) => ({ userId, erasedAt })

/** Erases a person beside a hub that runs. Killed at any moment and called again, it goes on. */
export const eraseCommand = (): Command =>
  new Command('erase')
    .description('close an account for good, destroy its key and remove every copy within reach')
    .argument('<user id>', 'of the person')
    .addOption(
      new Option('--reason <reason>', 'why; a choice, so that nothing personal is written down')
        .choices(ErasureReason.options)
        .default('ON_REQUEST'),
    )
    .addOption(confirmOption('the user id'))
    .option('--inherit', 'others who would be left without an owner get one of themselves')
    .option('--report', 'say where the person was, and what is out of reach')
    .addOption(linesOption())
    .action((userId: string, { reason, inherit, confirm, report, json = false }: Options) =>
      changing(
        {
          ...{ action: 'erasure.begin', subject: userId, reason },
          ...(confirm === undefined ? {} : { confirm }),
          parameters: { ground: reason, ...(inherit === true ? { inherit: 'true' } : {}) },
        },
        async (hub) => {
          const erased = await withProgress(json, (onStep) =>
            erase(telling(hub, onStep), userId, { reason, inherit: inherit === true }),
          )
          if (json) print(asJson({ kind: 'result', ...(report === true ? erased : brief(erased)) }))
          else if (report === true) for (const line of linesOf(erased)) print(line)
          return { outcome: 'DONE', detail: `${userId} is erased` }
        },
        ({ detail }) => {
          if (!json && report !== true) print(detail)
        },
      ),
    )
