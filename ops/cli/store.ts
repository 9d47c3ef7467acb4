import { join } from 'node:path'
import { Command } from 'commander'
import { lastConnectionStringOf } from '../embedded/event-store/run.ts'
import { holderOfDirectory } from '../embedded/event-store/lock.ts'
import { backUp } from '../store/backup.ts'
import { exportStore } from '../store/export.ts'
import { fillDirectory } from '../store/fill.ts'
import { importInto } from '../store/import.ts'
import { scavengeOffline } from '../store/offline-scavenge.ts'
import { scavengeOnline } from '../store/online-scavenge.ts'
import { StoreToolError } from '../store/problem.ts'
import { bytesInWords } from '../store/progress.ts'
import { restore } from '../store/restore.ts'
import { verifyStore } from '../store/verify.ts'
import { configOrExit } from './load.ts'
import { fail } from './say.ts'
import { repairCommand } from './store-repair.ts'
import { longWork, storeDirectory, type Output } from './store-work.ts'

type InDirectory = Output & { readonly dir?: string }

const dirOption = [
  '--dir <directory>',
  'data directory of the store; default: that of the configured hub',
] as const
const jsonOption = ['--json', 'progress and result as lines of JSON on stdout'] as const

const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'read the embedded event store and check every byte of its log, and its index; a hub may run',
    )
    .option(...dirOption)
    .option(...jsonOption)
    .action(({ dir, ...output }: InDirectory) => {
      const directory = storeDirectory(dir)
      return longWork(
        output,
        (onStep) => verifyStore(directory, onStep),
        ({ events, bytes, files, index }) => {
          const state =
            index.kind === 'to-be-rebuilt'
              ? `the next start builds the index anew: ${index.why}`
              : index.kind === 'whole'
                ? 'the index is whole'
                : 'the index was not checked while the node runs'
          return `${events} events in ${files} files (${bytesInWords(bytes)}) are whole; ${state}`
        },
      )
    })

const backupCommand = (): Command =>
  new Command('backup')
    .description(
      'copy the embedded event store into an empty directory while the hub runs, and verify the copy',
    )
    .argument('<directory>', 'where to; it must be empty or missing')
    .option(...dirOption)
    .option(...jsonOption)
    .action((to: string, { dir, ...output }: InDirectory) => {
      const directory = storeDirectory(dir)
      return longWork(
        output,
        (onStep) => backUp(directory, to, onStep, new Date()),
        ({ events, end }) => `${events} events, up to position ${end}, are in ${to}`,
      )
    })

const restoreCommand = (): Command =>
  new Command('restore')
    .description(
      'put a backup into the empty data directory of an embedded event store, and check every event',
    )
    .argument('<backup>', 'directory of a backup')
    .option(...dirOption)
    .option(...jsonOption)
    .action((from: string, { dir, ...output }: InDirectory) => {
      const directory = storeDirectory(dir)
      return longWork(
        output,
        (onStep) => restore(from, directory, onStep),
        ({ events }) => `${events} events are in ${directory}`,
      )
    })

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

const exportCommand = (): Command =>
  new Command('export')
    .description('write the log of any EventStoreDB, embedded or not, as lines of JSON')
    .argument('<directory>', 'where to; it must be empty or missing')
    .option('--from <connection string>', 'the store; default: the configured one')
    .option(...jsonOption)
    .action((directory: string, { from, ...output }: Output & { readonly from?: string }) =>
      longWork(
        output,
        (onStep) => exportStore(urlOf(from), directory, onStep, new Date()),
        ({ events, bytes }) => `${events} events (${bytesInWords(bytes)}) are in ${directory}`,
      ),
    )

type Target = Output & { readonly to?: string; readonly dir?: string }

const importCommand = (): Command =>
  new Command('import')
    .description(
      'append an export to an empty EventStoreDB, or go on with an import that was interrupted',
    )
    .argument('<directory>', 'directory of an export')
    .option('--to <connection string>', 'the store; default: the configured one')
    .option(
      '--dir <directory>',
      'instead: the data directory of an embedded store on which no hub runs; keeps times too',
    )
    .option(...jsonOption)
    .action((directory: string, { to, dir, ...output }: Target) => {
      if (to !== undefined && dir !== undefined) fail(2, '--to and --dir exclude each other')
      return longWork(
        output,
        (onStep) =>
          dir === undefined
            ? importInto(urlOf(to), directory, onStep)
            : fillDirectory(dir, directory, onStep),
        ({ appended, found }) => `${appended} events were appended, ${found} were there already`,
      )
    })

type Scavenged = Output & { readonly dir?: string; readonly url?: string }

const scavengeCommand = (): Command =>
  new Command('scavenge')
    .description(
      'remove from disk what retention and deletes hide from readers, while the hub runs or not',
    )
    .option('--url <connection string>', 'a store that runs; default: the configured one')
    .option(
      '--dir <directory>',
      'instead: the data directory of an embedded store on which no hub runs',
    )
    .option(...jsonOption)
    .action(({ url, dir, ...output }: Scavenged) => {
      if (url !== undefined && dir !== undefined) fail(2, '--url and --dir exclude each other')
      return longWork(
        output,
        (onStep) => {
          if (url !== undefined) return scavengeOnline(url, onStep)
          const { eventstoreUrl } = dir === undefined ? configOrExit() : {}
          if (eventstoreUrl !== undefined) return scavengeOnline(eventstoreUrl, onStep)
          const directory = storeDirectory(dir)
          if (holderOfDirectory(directory) === undefined) return scavengeOffline(directory, onStep)
          if (dir !== undefined)
            throw new StoreToolError('IN_USE', `${dir} is in use; name its store with --url`)
          return scavengeOnline(lastConnectionStringOf(directory), onStep)
        },
        ({ id, removedBytes }) => `scavenge ${id} removed ${bytesInWords(removedBytes)}`,
      )
    })

/** The data of the event store. */
export const storeCommand = (): Command =>
  new Command('store')
    .description('the event store’s data')
    .addCommand(verifyCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(repairCommand())
    .addCommand(scavengeCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
