import { Command } from 'commander'
import { lockDirectory } from '../../embedded/event-store/lock.ts'
import { StoreToolError } from '../../store/problem.ts'
import { carryOut, planRepair, type LostEvent, type RepairPlan } from '../../store/repair.ts'
import { fail, say } from '../say.ts'
import { beforeChange } from '../before-change.ts'
import { longWork } from '../long-work.ts'
import {
  confirmOption,
  jsonOption,
  optionalReason,
  type Confirmed,
  type Json,
  type Why,
} from '../options.ts'
import { dataDirOf, shortNameOf, storeDirectory } from './directory.ts'
import { dirOption, type InDirectory } from './options.ts'
import { noteBeside } from './record.ts'

type Options = Json & Confirmed & InDirectory & Why & { readonly truncateAt?: string }

const inWords = ({ position, stream, revision, type }: LostEvent): string =>
  `  ${position}  ${stream}  ${revision}  ${type}`

const planInWords = ({ truncateAt, reason, lost, unreadableBytes }: RepairPlan): string =>
  [
    `The event store is damaged: ${reason}.`,
    `The log would end at position ${truncateAt}. Of what stands behind it, ${lost.length} events can be read and ${unreadableBytes} bytes can't.`,
    ...(lost.length === 0
      ? []
      : ['Lost would be (position, stream, revision, type):', ...lost.map(inWords)]),
  ].join('\n')

type Answer = Omit<RepairPlan, 'reason'> & { readonly reason?: string; readonly keptIn?: string }

const nothingToDo: Answer = { truncateAt: 0, lost: [], unreadableBytes: 0 }

const decide = async (
  directory: string,
  { truncateAt, confirm, json, reason: why }: Options,
): Promise<Answer> => {
  const plan = planRepair(directory)
  if (plan === undefined) return nothingToDo
  if (truncateAt === undefined) return plan
  if (truncateAt !== String(plan.truncateAt)) {
    throw new StoreToolError(
      'WRONG_POSITION',
      `The log can be cut off at position ${plan.truncateAt} only, not at ${truncateAt}`,
    )
  }
  const reason = why ?? fail(2, 'say why, with --reason <text>')
  if (json !== true) say(planInWords(plan))
  await beforeChange({ subject: shortNameOf(directory), destructive: true, confirm })
  const keptIn = await carryOut(directory, plan)
  const subject = `${directory} at ${truncateAt}`
  await noteBeside(dataDirOf(directory), { action: 'store.repair', subject, reason })
  return { ...plan, keptIn }
}

const resultInWords = (answer: Answer): string => {
  const { reason, keptIn, ...plan } = answer
  if (reason === undefined) return 'There is nothing to repair'
  if (keptIn !== undefined)
    return `The log ends at position ${plan.truncateAt} now; what was cut off is kept in ${keptIn}`
  return `${planInWords({ ...plan, reason })}\nNothing was changed. Restore a backup instead, or cut it off: qhub store repair --truncate-at ${plan.truncateAt} --reason <why>`
}

export const repairCommand = (): Command =>
  new Command('repair')
    .description(
      'say what is damaged in an embedded event store and what cutting its log off would lose; with --truncate-at, do it',
    )
    .option('--truncate-at <position>', 'cut the log off at the position that was named')
    .addOption(confirmOption('the end of the directory’s path'))
    .addOption(optionalReason())
    .addOption(dirOption())
    .addOption(jsonOption('the result as a line of JSON'))
    .action((options: Options) => {
      const directory = storeDirectory(options.dir)
      return longWork(
        options,
        async () => {
          const unlock = lockDirectory(directory)
          try {
            return await decide(directory, options)
          } finally {
            unlock()
          }
        },
        resultInWords,
      )
    })
