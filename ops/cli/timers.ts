import { Command } from 'commander'
import { listTimers, type TimerLine } from '../hub/saga-rows.ts'
import { attached } from './attached.ts'
import { jsonOption, wholeNumber, type Json } from './options.ts'
import { asJson, print } from './say.ts'

type Options = Json & { readonly saga?: string; readonly due?: boolean; readonly limit: number }

const lineOf = ({ dueAt, overdueSeconds, stream, name, timerId }: TimerLine): string =>
  `${dueAt.toISOString()}  ${overdueSeconds > 0 ? `${Math.round(overdueSeconds)} s overdue  ` : ''}${stream}  ${name}  ${timerId}`

const listCommand = (): Command =>
  new Command('list')
    .description('timers of sagas that are set, the next one first')
    .option('--saga <name>', 'of this saga only')
    .option('--due', 'only those whose time has come')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 50)
    .addOption(jsonOption())
    .action(({ json = false, due = false, ...filter }: Options) =>
      attached(async ({ connections: { postgres } }) => {
        const timers = await listTimers(postgres.db, { ...filter, due })
        if (json) print(asJson(timers, 2))
        else for (const timer of timers) print(lineOf(timer))
      }),
    )

/** What is due when. */
export const timersCommand = (): Command =>
  new Command('timers')
    .description('timers of sagas: what is due when')
    .addCommand(listCommand(), { isDefault: true })
