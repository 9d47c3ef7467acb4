import { Command, Option } from 'commander'
import { load } from '../../commands/shared/load.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { listInstances, type InstanceFilter, type InstanceLine } from '../hub/saga-rows.ts'
import { attached } from './attached.ts'
import { redriveStream } from './deadletters.ts'
import { print } from './say.ts'

type ListOptions = {
  readonly saga?: string
  readonly state?: NonNullable<InstanceFilter['state']>
  readonly limit: string
  readonly json?: boolean
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

const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Set ? [...value] : value
}

export const sagaCommand = (): Command =>
  new Command('saga')
    .description('instances of sagas: what they wait for, whether they are stuck')
    .addCommand(
      new Command('list')
        .description('instances, those that moved last first')
        .option('--saga <name>', 'of this saga only')
        .addOption(
          new Option('--state <state>', 'only those').choices([
            'active',
            'ended',
            'stuck',
            'parked',
          ]),
        )
        .option('--limit <number>', 'at most so many', '50')
        .option('--json', 'one JSON document')
        .action(({ limit, json = false, ...filter }: ListOptions) =>
          attached(async ({ connections: { postgres } }) => {
            const rows = await listInstances(postgres.db, { ...filter, limit: Number(limit) })
            if (json) print(JSON.stringify(rows, plain, 2))
            else for (const row of rows) print(lineOf(row))
          }),
        ),
    )
    .addCommand(
      new Command('show')
        .description('an instance as its stream tells it, and the stream')
        .argument('<stream>', 'of the instance, <saga>-<id>')
        .action((stream: string) =>
          attached(async ({ services: { eventStore, foldCache }, instance }) => {
            const { each, instance: id } = instance(stream)
            const { state } = await load(eventStore, foldCache, instanceOf(each.saga), id)
            const events = await eventStore.read(stream)
            const story = events.map(({ revision, type, created, data }) => ({
              revision,
              type,
              at: created,
              data,
            }))
            print(JSON.stringify({ stream, ...state, story }, plain, 2))
          }),
        ),
    )
    .addCommand(
      new Command('redrive')
        .description('run what is parked of an instance through today’s code')
        .argument('<stream>', 'of the instance')
        .action(redriveStream),
    )
