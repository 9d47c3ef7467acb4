import { Command } from 'commander'
import { listLetters, type Letter } from '../hub/saga-rows.ts'
import { everything } from '../operations/redrive-all.ts'
import { attached } from './attached.ts'
import { changing, type Asked } from './changing.ts'
import { confirmOption, dryRunOptions, jsonOption, wholeNumber, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

type Deed = Pick<Asked, 'reason' | 'dryRun' | 'json' | 'confirm'>

const lineOf = ({ stream, id, what, name, code, since, detail }: Letter): string =>
  `${stream}  ${id}  ${what} ${name}  ${code}  since ${since}  ${detail.split('\n')[0] ?? ''}`

const listCommand = (): Command =>
  new Command('list')
    .description('everything that is parked, by instance and in order')
    .option('--limit <instances>', 'at most of so many instances', wholeNumber(1, 10_000), 100)
    .addOption(jsonOption())
    .action(({ limit, json = false }: Json & { readonly limit: number }) =>
      attached(async ({ connections: { postgres } }) => {
        const letters = await listLetters(postgres.db, limit)
        if (json) print(asJson(letters, 2))
        else for (const letter of letters) print(lineOf(letter))
      }),
    )

const showCommand = (): Command =>
  new Command('show')
    .description('what is parked of one instance, with the events it is about')
    .argument('<stream>', 'of the instance, <saga>-<id>')
    .addOption(jsonOption('one line of JSON for each event'))
    .action((stream: string, { json = false }: Json) =>
      attached(async ({ services: { eventStore }, instance }) => {
        instance(stream)
        const events = await eventStore.read(stream)
        if (events.length === 0) return fail(1, `there is no instance ${stream}`, 'NOT_FOUND')
        for (const { type, data, revision } of events)
          if (/^Saga(Message|Effect)(Parked|Skipped|Redriven)$/.test(type))
            print(asJson({ revision, type, data }, json ? undefined : 2))
      }),
    )

const redriveCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  return new Command('redrive')
    .description('run what is parked through today’s code, in order')
    .argument('[stream]', 'of the instance; absent: --all')
    .option('--all', 'of every instance')
    .addOption(reason)
    .addOption(dryRun)
    .addOption(jsonOption())
    .action((stream: string | undefined, options: Deed & { readonly all?: boolean }) => {
      const { all = false, ...deed } = options
      if (all === (stream !== undefined)) return fail(2, 'name one instance, or --all')
      return changing({ action: 'deadletters.redrive', subject: stream ?? everything, ...deed })
    })
}

const skipCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  return new Command('skip')
    .description('leave a message out for good; a parked effect is refused to its saga')
    .argument('<stream>', 'of the instance')
    .argument('<id>', 'of the letter, as list shows it')
    .addOption(reason)
    .addOption(confirmOption('the stream'))
    .addOption(dryRun)
    .addOption(jsonOption())
    .action((subject: string, id: string, deed: Deed) =>
      changing({ action: 'deadletters.skip', subject, parameters: { id }, ...deed }),
    )
}

/** What sagas could not take or have done, with what waits behind it. */
export const deadlettersCommand = (): Command =>
  new Command('deadletters')
    .description(
      'messages and effects that a saga could not take or have done, and what waits behind',
    )
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(redriveCommand())
    .addCommand(skipCommand())
