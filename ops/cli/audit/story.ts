import { Command, Option } from 'commander'
import type { EventStore } from '../../../platform/event-store/types.ts'
import type { EventLogRow } from '../../../projections/log/tables.ts'
import {
  longestStory,
  readDeeds,
  readStory,
  readStream,
  storyTree,
  type Root,
} from '../../audit/story.ts'
import { attached } from '../attached.ts'
import { jsonOption, wholeNumber, type Json } from '../options.ts'
import { asJson, fail, print, say } from '../say.ts'
import { eventFields, eventLine, flatTree, treeLines } from './story-lines.ts'

const lines = 'one line of JSON for each event'

/** Commands whose trace is looked up; the rest of a story is found in that of its beginning. */
const mostTraces = 50

/** Traces stand beside the events' data: one event of each command is read. */
const tracesOf = async (
  eventStore: EventStore,
  roots: readonly Root[],
): Promise<ReadonlyMap<string, string>> => {
  const found = await Promise.all(
    roots.slice(0, mostTraces).map(async ({ command, branches: [first] }) => {
      if (first === undefined) return []
      const { stream, revision } = first.event
      const [event] = await eventStore.read(stream, { from: revision, maxCount: 1 })
      const trace = event?.metadata.traceparent?.split('-')[1]
      return trace === undefined ? [] : [[command, trace] as const]
    }),
  )
  return new Map(found.flat())
}

export const traceCommand = (): Command =>
  new Command('trace')
    .description('what followed from what: the whole story of a command, as a tree')
    .argument('<id>', 'a correlation id, a command id or an event id')
    .addOption(jsonOption(`${lines}, each before what followed from it`))
    .action((id: string, { json = false }: Json) =>
      attached(async ({ connections: { postgres }, services: { eventStore } }) => {
        const story = await readStory(postgres.db, id)
        if (story.length === 0) fail(1, `no event of the read models bears ${id}`, 'NOTHING_THERE')
        const roots = storyTree(story)
        if (json) for (const event of flatTree(roots)) print(asJson(event))
        else for (const line of treeLines(roots, await tracesOf(eventStore, roots))) print(line)
        if (story.length === longestStory) say(`the first ${longestStory} events are shown`)
      }),
    )

type Listed = Json & { readonly limit: number }

const show = (rows: readonly EventLogRow[], { json = false, limit }: Listed): void => {
  for (const row of rows) print(json ? asJson(eventFields(row)) : eventLine(row))
  if (rows.length === limit) say(`${limit} events are shown; --limit shows more`)
}

const limitOption = (): Option =>
  new Option('--limit <count>', 'events at most').argParser(wholeNumber(1, 100_000)).default(100)

export const actorCommand = (): Command =>
  new Command('actor')
    .description('what somebody did, the newest first')
    .argument('<id>', 'of a person, an API key, an operator (cli:<name>) or a part of the hub')
    .addOption(limitOption())
    .addOption(jsonOption(lines))
    .action((id: string, options: Listed) =>
      attached(async ({ connections: { postgres } }) =>
        show(await readDeeds(postgres.db, id, options.limit), options),
      ),
    )

export const streamCommand = (): Command =>
  new Command('stream')
    .description('what happened in a stream, by whom and when, without its data')
    .argument('<name>', 'such as job-<id>')
    .addOption(limitOption())
    .addOption(jsonOption(lines))
    .action((name: string, options: Listed) =>
      attached(async ({ connections: { postgres } }) => {
        const rows = await readStream(postgres.db, name, options.limit)
        if (rows.length === 0) fail(1, `nothing stands in ${name}`, 'NOTHING_THERE')
        show(rows, options)
      }),
    )
