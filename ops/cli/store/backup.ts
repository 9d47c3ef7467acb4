import { Command } from 'commander'
import { noteCopy } from '../../erasure/copies.ts'
import { backUp, type BackupManifest } from '../../store/backup.ts'
import { restore } from '../../store/restore.ts'
import { beforeChange } from '../before-change.ts'
import { longWork } from '../long-work.ts'
import { linesOption, reasonOption, type Json, type Reasoned } from '../options.ts'
import { dataDirOf, storeDirectory } from './directory.ts'
import { dirOption, type InDirectory } from './options.ts'
import { noteBeside, onRecord } from './record.ts'

export const backupCommand = (): Command =>
  new Command('backup')
    .description(
      'copy the embedded event store into an empty directory while the hub runs, and verify the copy',
    )
    .argument('<directory>', 'where to; it must be empty or missing')
    .addOption(dirOption())
    .addOption(reasonOption())
    .addOption(linesOption())
    .action(async (to: string, { dir, reason, ...output }: InDirectory & Json & Reasoned) => {
      const directory = storeDirectory(dir)
      const inWords = ({ events, end }: BackupManifest): string =>
        `${events} events, up to position ${end}, are in ${to}`
      await beforeChange({ subject: to, destructive: false })
      await longWork(
        output,
        (onStep) =>
          onRecord(
            dir === undefined ? 'the hub’s' : { dataDir: dataDirOf(directory) },
            { action: 'store.backup', subject: to, reason },
            async () => {
              const made = await backUp(directory, to, onStep, new Date())
              await noteCopy(dataDirOf(directory), 'BACKUP', to, made.takenAt)
              return made
            },
            inWords,
          ),
        inWords,
      )
    })

export const restoreCommand = (): Command =>
  new Command('restore')
    .description(
      'put a backup into the empty data directory of an embedded event store, and check every event',
    )
    .argument('<backup>', 'directory of a backup')
    .addOption(dirOption())
    .addOption(reasonOption())
    .addOption(linesOption())
    .action(async (from: string, { dir, reason, ...output }: InDirectory & Json & Reasoned) => {
      const directory = storeDirectory(dir)
      await beforeChange({ subject: directory, destructive: false })
      await longWork(
        output,
        async (onStep) => {
          const restored = await restore(from, directory, onStep)
          await noteBeside(dataDirOf(directory), { action: 'store.restore', subject: from, reason })
          return restored
        },
        ({ events }) => `${events} events are in ${directory}`,
      )
    })
