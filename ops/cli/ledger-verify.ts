import { Command } from 'commander'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { attached } from './attached.ts'
import { withProgress } from './long-work.ts'
import { linesOption } from './options.ts'
import { asJson, fail, print, say } from './say.ts'

type Options = { readonly against?: string; readonly json?: boolean }

const verify = async (eventStore: EventStore, json: boolean): Promise<void> => {
  const verdict = await withProgress(json, (onStep) => verifyLedger(eventStore, onStep))
  const { events, position, findings } = verdict
  if (json) print(asJson({ kind: 'result', ...verdict }))
  else for (const { check, finding } of findings) print(`${check}: ${finding}`)
  say(`${events} events up to position ${position.toString()}, ${findings.length} findings`)
  if (findings.length > 0) process.exitCode = 1
}

export const ledgerVerifyCommand = (): Command =>
  new Command('verify')
    .description(
      'hold the log against the invariants of money, while the hub runs; one line a finding, 1 when there is one',
    )
    .option('--against <connection string>', 'another event store: esdb://host:port?tls=false')
    .addOption(linesOption())
    .action(async ({ against, json = false }: Options) => {
      if (against === undefined)
        return attached(({ connections: { eventStore } }) => verify(eventStore, json))
      const eventStore = connectEventStore(against)
      try {
        await verify(eventStore, json)
      } catch (error) {
        fail(1, error instanceof Error ? error.message : String(error))
      } finally {
        await eventStore.close()
      }
    })
