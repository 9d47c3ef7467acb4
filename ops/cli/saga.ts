import { Command, Option } from 'commander'
import { load } from '../../commands/shared/load.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { listInstances, type InstanceFilter, type InstanceLine } from '../hub/saga-rows.ts'
import { attached } from './attached.ts'
import { changing, type Asked } from './changing.ts'
import { dryRunOptions, jsonOption, wholeNumber, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

type ListOptions = Json & {
  readonly saga?: string
  readonly state?: NonNullable<InstanceFilter['state']>
  readonly limit: number
}

const lineOf = (row: InstanceLine): string => {
  const { stream, status, outcome, version, outstanding, parked_count, stuck, updated_at } = row
  const waits = Object.values(outstanding)
  return [
    stream,
    outcome === null ? status : `${status} ${outcome}`,
    `v${version}`,
    updated_at.toISOString(),
    ...(waits.length === 0 ? [] : [`waits for ${waits.join(', ')}`]),
    ...(parked_count === 0 ? [] : [`${parked_count} parked`]),
    ...Object.keys(stuck),
  ].join('  ')
}

const listCommand = (): Command =>
  new Command('list')
    .description('instances, those that moved last first')
    .option('--saga <name>', 'of this saga only')
    .addOption(
      new Option('--state <state>', 'only those').choices(['active', 'ended', 'stuck', 'parked']),
    )
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 50)
    .addOption(jsonOption())
    .action(({ limit, json = false, ...filter }: ListOptions) =>
      attached(async ({ connections: { postgres } }) => {
        const rows = await listInstances(postgres.db, { ...filter, limit })
        if (json) print(asJson(rows, 2))
        else for (const row of rows) print(lineOf(row))
      }),
    )

const showCommand = (): Command =>
  new Command('show')
    .description('an instance as its stream tells it, and the stream')
    .argument('<stream>', 'of the instance, <saga>-<id>')
    .addOption(jsonOption('the answer is one JSON document either way'))
    .action((stream: string) =>
      attached(async ({ services: { eventStore, foldCache }, instance }) => {
        const { each, instance: id } = instance(stream)
        const events = await eventStore.read(stream)
        if (events.length === 0) return fail(1, `there is no instance ${stream}`, 'NOT_FOUND')
        const { state } = await load(eventStore, foldCache, instanceOf(each.saga), id)
        const story = events.map(({ revision, type, created, data }) => ({
          revision,
          type,
          at: created,
          data,
        }))
        print(asJson({ stream, ...state, story }, 2))
      }),
    )

const redriveCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  return new Command('redrive')
    .description('run what is parked of an instance through today’s code')
    .argument('<stream>', 'of the instance')
    .addOption(reason)
    .addOption(dryRun)
    .addOption(jsonOption())
    .action((subject: string, options: Pick<Asked, 'reason' | 'dryRun' | 'json'>) =>
      changing({ action: 'saga.redrive', subject, ...options }),
    )
}

export const sagaCommand = (): Command =>
  new Command('saga')
    .description('instances of sagas: what they wait for, whether they are stuck')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(redriveCommand())
