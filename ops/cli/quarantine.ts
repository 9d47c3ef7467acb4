import { Command } from 'commander'
import { listQuarantine } from '../../projections/quarantine/ask.ts'
import type { QuarantineRow } from '../../projections/runner/tables.ts'
import { attached } from './attached.ts'
import { changing, type Asked } from './changing.ts'
import { confirmOption, dryRunOptions, jsonOption, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

type Deed = Pick<Asked, 'reason' | 'dryRun' | 'json' | 'confirm'>

const lineOf = (row: QuarantineRow): string =>
  `${row.stream}  ${row.group_name}  revision ${row.revision.toString()}  ${row.event_type}  ` +
  `${row.waiting.toString()} behind it  since ${row.since.toISOString()}  ${row.error}`

const listCommand = (): Command =>
  new Command('list')
    .description('every stream that waits, and how much waits behind it')
    .addOption(jsonOption())
    .action(({ json = false }: Json) =>
      attached(async ({ connections: { postgres } }) => {
        const rows = await listQuarantine(postgres.pool)
        if (json) print(asJson(rows))
        else for (const row of rows) print(lineOf(row))
      }),
    )

const showCommand = (): Command =>
  new Command('show')
    .description('one stream that waits: the error, and the events from the one that stopped it')
    .argument('<stream>')
    .addOption(jsonOption())
    .action((stream: string, { json = false }: Json) =>
      attached(async ({ connections: { postgres, eventStore } }) => {
        const rows = await listQuarantine(postgres.pool, stream)
        const [first] = rows
        if (first === undefined) return fail(1, `${stream} does not wait`, 'NOT_FOUND')
        const least = rows.reduce((a, { revision: b }) => (b < a ? b : a), first.revision)
        const events = await eventStore.read(stream, { from: least })
        if (json) print(asJson({ waiting: rows, events }))
        else {
          for (const row of rows) print(lineOf(row))
          for (const event of events) print(asJson(event))
        }
      }),
    )

const retryCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  return new Command('retry')
    .description('apply what waits through today’s code, in order')
    .argument('<stream>')
    .addOption(reason)
    .addOption(dryRun)
    .addOption(jsonOption())
    .action((subject: string, deed: Deed) =>
      changing({ action: 'quarantine.retry', subject, ...deed }),
    )
}

const skipCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  return new Command('skip')
    .description('leave out the event that stopped the stream, for ever, and go on behind it')
    .argument('<stream>')
    .addOption(reason)
    .addOption(confirmOption('the stream'))
    .addOption(dryRun)
    .addOption(jsonOption())
    .action((subject: string, deed: Deed) =>
      changing({ action: 'quarantine.skip', subject, ...deed }),
    )
}

/** Streams that wait behind an event that could not be applied to the read models. */
export const quarantineCommand = (): Command =>
  new Command('quarantine')
    .description('streams that wait behind an event that could not be applied to the read models')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(skipCommand())
