import { join } from 'node:path'
import { Command } from 'commander'
import { holderOfDirectory } from '../../embedded/event-store/lock.ts'
import { lastConnectionStringOf } from '../../embedded/event-store/run.ts'
import { noteCopy } from '../../erasure/copies.ts'
import { bytesInWords } from '../../progress/words.ts'
import type { DumpManifest } from '../../store/dump.ts'
import { exportStore } from '../../store/export.ts'
import { fillDirectory } from '../../store/fill.ts'
import { importInto } from '../../store/import.ts'
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
import { dataDirOf, hostOf, shortNameOf } from './directory.ts'
import { idleDirOption, type InDirectory } from './options.ts'
import { noteBeside, onRecord } from './record.ts'

/** Any store: the one named, or the configured one, embedded or not. */
const urlOf = (asked: string | undefined): string => {
  if (asked !== undefined) return asked
  const { eventstoreUrl, dataDir } = configOrExit()
  if (eventstoreUrl !== undefined) return eventstoreUrl
  const directory = join(dataDir, 'event-store')
  return holderOfDirectory(directory) === undefined
    ? fail(1, `no hub runs on ${dataDir}: start it, or name the store with --from or --to`)
    : lastConnectionStringOf(directory)
}

type Source = Json & Reasoned & { readonly from?: string }

export const exportCommand = (): Command =>
  new Command('export')
    .description('write the log of any EventStoreDB, embedded or not, as lines of JSON')
    .argument('<directory>', 'where to; it must be empty or missing')
    .option('--from <connection string>', 'the store; default: the configured one')
    .addOption(reasonOption())
    .addOption(linesOption())
    .action(async (directory: string, { from, reason, ...output }: Source) => {
      const { dataDir } = configOrExit()
      const inWords = ({ events, bytes }: DumpManifest): string =>
        `${events} events (${bytesInWords(bytes)}) are in ${directory}`
      await beforeChange({ subject: directory, destructive: false })
      await longWork(
        output,
        (onStep) =>
          onRecord(
            from === undefined ? 'the hub’s' : { dataDir },
            { action: 'store.export', subject: directory, reason },
            async () => {
              const made = await exportStore(urlOf(from), directory, onStep, new Date())
              await noteCopy(dataDir, 'EXPORT', directory, made.takenAt)
              return made
            },
            inWords,
          ),
        inWords,
      )
    })

type Target = Json & Reasoned & Confirmed & InDirectory & { readonly to?: string }

export const importCommand = (): Command =>
  new Command('import')
    .description(
      'append an export to an empty EventStoreDB, or go on with an import that was interrupted',
    )
    .argument('<directory>', 'directory of an export')
    .option('--to <connection string>', 'the store; default: the configured one')
    .addOption(idleDirOption('; keeps times too'))
    .addOption(reasonOption())
    .addOption(confirmOption('the name of the store that is filled'))
    .addOption(linesOption())
    .action(async (directory: string, { to, dir, reason, confirm, ...output }: Target) => {
      if (to !== undefined && dir !== undefined) fail(2, '--to and --dir exclude each other')
      // What lies there may be anybody's: the one that is filled is typed back.
      const subject = dir === undefined ? hostOf(urlOf(to)) : shortNameOf(dir)
      await beforeChange({ subject, destructive: true, confirm })
      await longWork(
        output,
        async (onStep) => {
          const report = await (dir === undefined
            ? importInto(urlOf(to), directory, onStep)
            : fillDirectory(dir, directory, onStep))
          const dataDir = dir === undefined ? configOrExit().dataDir : dataDirOf(dir)
          await noteBeside(dataDir, { action: 'store.import', subject: directory, reason })
          return report
        },
        ({ appended, found }) => `${appended} events were appended, ${found} were there already`,
      )
    })
