import { Command } from 'commander'
import { userInfo } from 'node:os'
import { askQuarantine, listQuarantine, type Wish } from '../../projections/quarantine/ask.ts'
import type { QuarantineRow } from '../../projections/runner/tables.ts'
import { attached, type Attached } from './attached.ts'
import { asJson, fail, print } from './say.ts'

type Json = { readonly json?: boolean }

const lineOf = (row: QuarantineRow): string =>
  `${row.stream}  ${row.group_name}  revision ${row.revision.toString()}  ${row.event_type}  ` +
  `${row.waiting.toString()} behind it  since ${row.since.toISOString()}  ${row.error}`

const ask = async (
  { connections: { postgres } }: Attached,
  wish: Pick<Wish, 'stream' | 'action' | 'reason'>,
  json: boolean,
): Promise<void> => {
  const waiting = await listQuarantine(postgres.pool, wish.stream)
  if (waiting.length === 0) return fail(1, `${wish.stream} does not wait`)
  const groups = waiting.map(({ group_name }) => group_name)
  const by = userInfo().username
  const answers = await askQuarantine(postgres.pool, { ...wish, groups, by })
  if (json) print(asJson(answers))
  else for (const { group, outcome, detail } of answers) print(`${group}: ${outcome}  ${detail}`)
  if (answers.length < groups.length)
    return fail(1, 'no projector answered in time: what was asked is done when one runs')
  if (answers.some(({ outcome }) => outcome !== 'DONE')) process.exitCode = 1
}

/** Streams that wait behind an event that could not be applied to the read models. */
export const quarantineCommand = (): Command =>
  new Command('quarantine')
    .description('streams that wait behind an event that could not be applied to the read models')
    .addCommand(
      new Command('list')
        .description('every stream that waits, and how much waits behind it')
        .option('--json', 'one JSON document')
        .action(({ json = false }: Json) =>
          attached(async ({ connections: { postgres } }) => {
            const rows = await listQuarantine(postgres.pool)
            if (json) print(asJson(rows))
            else for (const row of rows) print(lineOf(row))
          }),
        ),
    )
    .addCommand(
      new Command('show')
        .description(
          'one stream that waits: the error, and the events from the one that stopped it',
        )
        .argument('<stream>')
        .action((stream: string) =>
          attached(async ({ connections: { postgres, eventStore } }) => {
            const rows = await listQuarantine(postgres.pool, stream)
            const [first] = rows
            if (first === undefined) return fail(1, `${stream} does not wait`)
            for (const row of rows) print(lineOf(row))
            const least = rows.reduce((a, { revision: b }) => (b < a ? b : a), first.revision)
            for (const event of await eventStore.read(stream, { from: least })) print(asJson(event))
          }),
        ),
    )
    .addCommand(
      new Command('retry')
        .description('apply what waits through today’s code, in order')
        .argument('<stream>')
        .option('--json', 'one JSON document')
        .action((stream: string, { json = false }: Json) =>
          attached((hub) => ask(hub, { stream, action: 'RETRY' }, json)),
        ),
    )
    .addCommand(
      new Command('skip')
        .description('leave out the event that stopped the stream, for ever, and go on behind it')
        .argument('<stream>')
        .requiredOption('--reason <text>', 'why; it is kept')
        .option('--json', 'one JSON document')
        .action((stream: string, { reason, json = false }: Json & { reason: string }) =>
          attached((hub) => ask(hub, { stream, action: 'SKIP', reason }, json)),
        ),
    )
