import { Command } from 'commander'
import { redrive, skip, type Redriven } from '../../sagas/runtime/letters.ts'
import { listLetters, type Letter } from '../hub/saga-rows.ts'
import { attached, type Attached } from './attached.ts'
import { fail, print, say } from './say.ts'

type Json = { readonly json?: boolean }
type Limited = Json & { readonly limit: string }

const most = 10_000

const lineOf = ({ stream, id, what, name, code, since, detail }: Letter): string =>
  `${stream}  ${id}  ${what} ${name}  ${code}  since ${since}  ${detail.split('\n')[0] ?? ''}`

const printLetters = (letters: readonly Letter[], json: boolean): void => {
  if (json) print(JSON.stringify(letters, undefined, 2))
  else for (const letter of letters) print(lineOf(letter))
}

const report = (stream: string, { taken, effects, left, failure }: Redriven): void => {
  print(`${stream}: ${taken} messages taken, ${effects} effects begun again, ${left} left`)
  if (failure !== undefined) {
    say(`${stream}: ${failure}`)
    process.exitCode = 1
  }
}

/** Drives one instance on; also what `qhub saga redrive` does. */
export const redriveStream = (stream: string): Promise<void> =>
  attached(async ({ services, instance }) => {
    report(stream, await redrive(services, instance(stream)))
  })

const redriveAll = async ({ connections, services, instance }: Attached): Promise<void> => {
  const letters = await listLetters(connections.postgres.db, most)
  const streams = new Set(letters.map(({ stream }) => stream))
  for (const stream of streams) report(stream, await redrive(services, instance(stream)))
  say(`${streams.size} instances driven on`)
}

/** What sagas could not take or have done, with what waits behind it. */
export const deadlettersCommand = (): Command =>
  new Command('deadletters')
    .description(
      'messages and effects that a saga could not take or have done, and what waits behind',
    )
    .addCommand(
      new Command('list')
        .description('everything that is parked, by instance and in order')
        .option('--limit <instances>', 'at most of so many instances', '100')
        .option('--json', 'one JSON document')
        .action(({ limit, json = false }: Limited) =>
          attached(async ({ connections: { postgres } }) => {
            printLetters(await listLetters(postgres.db, Number(limit)), json)
          }),
        ),
    )
    .addCommand(
      new Command('show')
        .description('what is parked of one instance, with the events it is about')
        .argument('<stream>', 'of the instance, <saga>-<id>')
        .action((stream: string) =>
          attached(async ({ services: { eventStore }, instance }) => {
            instance(stream)
            const events = await eventStore.read(stream)
            for (const { type, data, revision } of events)
              if (/^Saga(Message|Effect)(Parked|Skipped|Redriven)$/.test(type))
                print(JSON.stringify({ revision: revision.toString(), type, data }, undefined, 2))
          }),
        ),
    )
    .addCommand(
      new Command('redrive')
        .description('run what is parked through today’s code, in order')
        .argument('[stream]', 'of the instance; absent: --all')
        .option('--all', 'of every instance')
        .action((stream: string | undefined, { all = false }: { readonly all?: boolean }) => {
          if (all === (stream !== undefined)) return fail(2, 'name one instance, or --all')
          return stream === undefined ? attached(redriveAll) : redriveStream(stream)
        }),
    )
    .addCommand(
      new Command('skip')
        .description('leave a message out for good; a parked effect is refused to its saga')
        .argument('<stream>', 'of the instance')
        .argument('<id>', 'of the letter, as list shows it')
        .requiredOption('--reason <text>', 'why; it stays in the log')
        .action((stream: string, id: string, { reason }: { readonly reason: string }) =>
          attached(async ({ services, instance }) => {
            await skip(services, instance(stream), id, reason)
            print(`${stream}: ${id} skipped`)
          }),
        ),
    )
