import { Command } from 'commander'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { survey, type Tally } from '../census/survey.ts'
import { followedLog } from '../log/followed.ts'
import { withProgress } from './long-work.ts'
import { linesOption } from './options.ts'
import { asJson, fail, print, say } from './say.ts'

type Options = { readonly against: string; readonly json?: boolean }

const lineOf = ({ type, schema, events, unreadable, first }: Tally): string => {
  const line = `${type}@${schema}`.padEnd(32) + events.toString().padStart(10)
  if (first === undefined) return line
  const { stream, revision, error } = first
  return `${line}  ${unreadable} unreadable, the first is ${stream} ${revision}: ${error}`
}

export const censusCommand = (): Command =>
  new Command('census')
    .description('read every event of a store as today’s code would; 1 when one cannot be read')
    .requiredOption('--against <connection string>', 'the event store: esdb://host:port?tls=false')
    .addOption(linesOption())
    .action(async ({ against, json = false }: Options) => {
      const eventStore = connectEventStore(against)
      const tallies = await withProgress(json, (onStep) =>
        survey(eventStore, followedLog(eventStore, { phase: 'read', onStep })),
      )
        .catch((error: unknown) => fail(1, error instanceof Error ? error.message : String(error)))
        .finally(() => eventStore.close())
      const events = tallies.reduce((sum, tally) => sum + tally.events, 0)
      const unreadable = tallies.reduce((sum, tally) => sum + tally.unreadable, 0)
      if (json) print(asJson({ kind: 'result', events, unreadable, tallies }))
      else for (const tally of tallies) print(lineOf(tally))
      say(`${events} events of ${tallies.length} versions, ${unreadable} unreadable`)
      if (unreadable > 0) process.exitCode = 1
    })
