import { basename, dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { lockDirectory } from '../embedded/event-store/lock.ts'
import { StoreToolError } from '../store/problem.ts'
import { carryOut, planRepair, type LostEvent, type RepairPlan } from '../store/repair.ts'
import { say } from './say.ts'
import { longWork, storeDirectory, type Output } from './store-work.ts'

type Options = Output & {
  readonly dir?: string
  readonly truncateAt?: string
  readonly confirm?: string
}

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

/** What has to be typed back: enough of the path to know which store it is. */
export const nameOf = (directory: string): string => {
  const full = resolve(directory)
  return `${basename(dirname(full))}/${basename(full)}`
}

const ask = async (name: string): Promise<string> => {
  if (!process.stdin.isTTY) return ''
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`Type ${name} to cut the log off: `)).trim()
  } finally {
    terminal.close()
  }
}

type Answer = Omit<RepairPlan, 'reason'> & { readonly reason?: string; readonly keptIn?: string }

const nothingToDo: Answer = { truncateAt: 0, lost: [], unreadableBytes: 0 }

const decide = async (
  directory: string,
  { truncateAt, confirm, json }: Options,
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
  const name = nameOf(directory)
  if (json !== true) say(planInWords(plan))
  if ((confirm ?? (await ask(name))) !== name) {
    throw new StoreToolError(
      'NOT_CONFIRMED',
      `Nothing was changed: ${name} was not typed (or given with --confirm)`,
    )
  }
  return { ...plan, keptIn: await carryOut(directory, plan) }
}

const resultInWords = (answer: Answer): string => {
  const { reason, keptIn, ...plan } = answer
  if (reason === undefined) return 'There is nothing to repair'
  if (keptIn !== undefined)
    return `The log ends at position ${plan.truncateAt} now; what was cut off is kept in ${keptIn}`
  return `${planInWords({ ...plan, reason })}\nNothing was changed. Restore a backup instead, or cut it off: qhub store repair --truncate-at ${plan.truncateAt}`
}

export const repairCommand = (): Command =>
  new Command('repair')
    .description(
      'say what is damaged in an embedded event store and what cutting its log off would lose; with --truncate-at, do it',
    )
    .option('--truncate-at <position>', 'cut the log off at the position that was named')
    .option('--confirm <name>', 'the name that is otherwise asked for')
    .option('--dir <directory>', 'data directory of the store; default: that of the configured hub')
    .option('--json', 'the result as JSON on stdout')
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
