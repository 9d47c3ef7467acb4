import { Command } from 'commander'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { sagas } from '../../sagas/registry.ts'
import { logEvent } from '../decisions/recorder.ts'
import { createRedecision } from '../decisions/redecide.ts'
import type { Replayed } from '../decisions/replay.ts'
import { reportOf } from '../decisions/report.ts'
import { wholeLog } from '../log/whole-log.ts'
import { fail, print, say } from './say.ts'

type Options = { readonly from: string; readonly json?: boolean }

const redecide = async (eventStore: EventStore): Promise<Replayed> => {
  const { take, end } = createRedecision(sagas)
  const prefixes = sagas.map(({ saga }) => `${saga.name}-`)
  for await (const events of wholeLog(eventStore, { on: 'stream', prefixes }))
    for (const event of events) take(logEvent(event))
  return end()
}

export const decisionsCommand = (): Command =>
  new Command('decisions').description('decisions of the past').addCommand(
    new Command('replay')
      .description(
        'decide every step of every saga in a store again, with today’s code; 1 when one would differ',
      )
      .requiredOption('--from <connection string>', 'the event store: esdb://host:port?tls=false')
      .option('--json', 'one JSON document, with every difference')
      .action(async ({ from, json = false }: Options) => {
        const eventStore = connectEventStore(from)
        const replayed = await redecide(eventStore).catch((error: unknown) =>
          fail(1, error instanceof Error ? error.message : String(error)),
        )
        await eventStore.close()
        if (json) print(JSON.stringify(replayed, undefined, 2))
        for (const line of reportOf(replayed)) (json ? say : print)(line)
        if (replayed.differences.length > 0) process.exitCode = 1
      }),
  )
