import { Command } from 'commander'
import { holderOfDirectory } from '../../embedded/event-store/lock.ts'
import { lastConnectionStringOf } from '../../embedded/event-store/run.ts'
import { bytesInWords } from '../../progress/words.ts'
import type { OnStep } from '../../progress/step.ts'
import { scavengeOffline } from '../../store/offline-scavenge.ts'
import { scavengeOnline, type ScavengeReport } from '../../store/online-scavenge.ts'
import { StoreToolError } from '../../store/problem.ts'
import { beforeChange } from '../before-change.ts'
import { configOrExit } from '../load.ts'
import { longWork } from '../long-work.ts'
import {
  confirmOption,
  linesOption,
  reasonOption,
  type Confirmed,
  type Json,
  type Reasoned,
} from '../options.ts'
import { fail } from '../say.ts'
import { dataDirOf, hostOf, shortNameOf, storeDirectory } from './directory.ts'
import { idleDirOption, type InDirectory } from './options.ts'
import { onRecord, type Whose } from './record.ts'

type Options = Json & Confirmed & Reasoned & InDirectory & { readonly url?: string }

/** Where the store is, what it is called, and how its scavenge is begun. */
type Target = {
  readonly name: string
  readonly whose: Whose
  readonly scavenge: (onStep: OnStep) => Promise<ScavengeReport>
}

const targetOf = ({ url, dir }: Pick<Options, 'url' | 'dir'>): Target => {
  const config = dir === undefined ? configOrExit() : undefined
  const remote = url ?? config?.eventstoreUrl
  if (remote !== undefined) {
    const whose = url === undefined ? 'the hub’s' : { dataDir: config?.dataDir ?? '.' }
    return { name: hostOf(remote), whose, scavenge: (onStep) => scavengeOnline(remote, onStep) }
  }
  const directory = storeDirectory(dir)
  const name = shortNameOf(directory)
  const whose = dir === undefined ? 'the hub’s' : { dataDir: dataDirOf(directory) }
  if (holderOfDirectory(directory) === undefined)
    return { name, whose, scavenge: (onStep) => scavengeOffline(directory, onStep) }
  if (dir !== undefined)
    throw new StoreToolError('IN_USE', `${dir} is in use; name its store with --url`)
  const own = lastConnectionStringOf(directory)
  return { name, whose, scavenge: (onStep) => scavengeOnline(own, onStep) }
}

const inWords = ({ id, removedBytes }: ScavengeReport): string =>
  `scavenge ${id} removed ${bytesInWords(removedBytes)}`

export const scavengeCommand = (): Command =>
  new Command('scavenge')
    .description(
      'remove from disk what retention and deletes hide from readers, while the hub runs or not',
    )
    .option('--url <connection string>', 'a store that runs; default: the configured one')
    .addOption(idleDirOption())
    .addOption(reasonOption())
    .addOption(confirmOption('the end of the directory’s path, or the host of the store'))
    .addOption(linesOption())
    .action(async ({ url, dir, reason, confirm, ...output }: Options) => {
      if (url !== undefined && dir !== undefined) fail(2, '--url and --dir exclude each other')
      const { name, whose, scavenge } = targetOf({
        ...(url === undefined ? {} : { url }),
        ...(dir === undefined ? {} : { dir }),
      })
      await beforeChange({ subject: name, destructive: true, confirm })
      const wish = { action: 'store.scavenge', subject: name, reason } as const
      await longWork(
        output,
        (onStep) => onRecord(whose, wish, () => scavenge(onStep), inWords),
        inWords,
      )
    })
