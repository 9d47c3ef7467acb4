import { Command } from 'commander'
import { exportAudit } from '../../audit/export.ts'
import type { AuditManifest } from '../../audit/format.ts'
import { readHeads } from '../../audit/heads.ts'
import { noteCopy } from '../../erasure/copies.ts'
import { operatorDeed } from '../../operations/operator-deed.ts'
import { bytesInWords } from '../../progress/words.ts'
import { attached } from '../attached.ts'
import { beforeChange } from '../before-change.ts'
import { configOrExit } from '../load.ts'
import { longWork } from '../long-work.ts'
import { linesOption, reasonOption, type Json, type Reasoned } from '../options.ts'
import { fail } from '../say.ts'
import { orThrow, withKeeper } from './keeping.ts'

type Options = Json & Reasoned & { readonly from?: string; readonly to?: string }

const position = (text: string | undefined): bigint | undefined => {
  if (text === undefined) return undefined
  return /^\d{1,19}$/.test(text) ? BigInt(text) : fail(2, `${text} is not a position of the log`)
}

const inWords = (directory: string, { events, files, head, keyId }: AuditManifest): string =>
  `${events} events (${bytesInWords(files['events.ndjson'].bytes)}) of the ${head.size} that were signed at ${head.at} are in ${directory}, signed with the key ${keyId}`

export const exportCommand = (): Command =>
  new Command('export')
    .description('sign the log as it is, and write it where it can be verified without a hub')
    .argument('<directory>', 'where to; it must be empty or missing')
    .option('--from <position>', 'of the first event; default: the first of the log')
    .option('--to <position>', 'of the last event; default: the last that is signed')
    .addOption(reasonOption())
    .addOption(linesOption())
    .action(async (directory: string, { from, to, reason, ...output }: Options) => {
      const [first, last] = [position(from), position(to)]
      await beforeChange({ subject: directory, destructive: false })
      await longWork(
        output,
        async (onStep) => {
          let made: AuditManifest | undefined
          await attached(async (hub) => {
            const parameters = {
              directory,
              ...(from === undefined ? {} : { from }),
              ...(to === undefined ? {} : { until: to }),
            }
            const wish = { action: 'audit.export', subject: 'log', reason, parameters } as const
            await operatorDeed(hub, wish, () =>
              withKeeper(hub, async ({ keeper, log, signer, keys }) => {
                orThrow(await keeper.round('now'))
                made = await exportAudit({
                  ...{ log, signer, directory, onStep, now: new Date() },
                  heads: await readHeads(hub.services.eventStore),
                  keys: await keys(),
                  ...(first === undefined ? {} : { from: first }),
                  ...(last === undefined ? {} : { to: last }),
                })
                await noteCopy(configOrExit().dataDir, 'EXPORT', directory, made.takenAt)
                return { outcome: 'DONE', detail: inWords(directory, made) }
              }),
            )
          })
          if (made === undefined) throw new Error('nothing came of it')
          return made
        },
        (manifest) => inWords(directory, manifest),
      )
    })
