import { Command } from 'commander'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { survey, type Tally } from '../census/survey.ts'
import { fail, print, say } from './say.ts'

type Options = { readonly against: string; readonly json?: boolean }

const lineOf = ({ type, schema, events, unreadable, first }: Tally): string => {
  const line = `${type}@${schema}`.padEnd(32) + events.toString().padStart(10)
  if (first === undefined) return line
  const { stream, revision, error } = first
  return `${line}  ${unreadable} unreadable, the first is ${stream} ${revision}: ${error}`
}

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value

export const censusCommand = (): Command =>
  new Command('census')
    .description('read every event of a store as today’s code would; 1 when one cannot be read')
    .requiredOption('--against <connection string>', 'the event store: esdb://host:port?tls=false')
    .option('--json', 'one JSON document')
    .action(async ({ against, json = false }: Options) => {
      const eventStore = connectEventStore(against)
      const tallies = await survey(eventStore).catch((error: unknown) =>
        fail(1, error instanceof Error ? error.message : String(error)),
      )
      await eventStore.close()
      if (json) print(JSON.stringify(tallies, plain, 2))
      else for (const tally of tallies) print(lineOf(tally))
      const events = tallies.reduce((sum, tally) => sum + tally.events, 0)
      const unreadable = tallies.reduce((sum, tally) => sum + tally.unreadable, 0)
      say(`${events} events of ${tallies.length} versions, ${unreadable} unreadable`)
      if (unreadable > 0) process.exitCode = 1
    })
