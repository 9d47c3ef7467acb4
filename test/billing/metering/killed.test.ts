import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { ratePeriod } from '../../../commands/billing/metering/rate-period.ts'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { foundOrganisation, publishBook, report, tokens } from '../../kit/metering.ts'
import { servicesOn } from '../../kit/services.ts'

t.setTimeout(120_000)
const server = await startEventStore({ dataDir: t.testdir(), port: 0 })
const eventStore = connectEventStore(server.connectionString)
t.teardown(async () => {
  await eventStore.close()
  await server.stop()
})
const doomed = fileURLToPath(new URL('./doomed-meter.ts', import.meta.url))
const occurredAt = new Date().toISOString()
const month = occurredAt.slice(0, 7)
const services = () => servicesOn(eventStore, manualClock(occurredAt))

/** A cent a token. */
const rate = { kind: 'PER_UNIT', unitPrice: '0.01' } as const
const priceBookId = await publishBook(
  services(),
  [{ key: 'tokens', meter: 'llm_tokens_in', model: rate, minimum: '0' }],
  month,
)

// openmeter #5118 and PR #4902: an event claimed as seen, lost by a crash, and refused as seen when it came again.
for (const at of ['usageKey', 'usage'])
  for (const when of ['before', 'after'])
    t.test(
      `killed ${when} its append to ${at}, a report counts once when it is sent again`,
      async (t) => {
        const organisation = await foundOrganisation(services())
        const commandId = newId()
        const args = [
          doomed,
          server.connectionString,
          organisation,
          commandId,
          at,
          when,
          occurredAt,
        ]
        const child = spawn(process.execPath, ['--import=tsx', ...args], { stdio: 'inherit' })
        const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
        t.equal(signal, 'SIGKILL')
        const cost = async () => {
          const rated = await ratePeriod(services(), {
            organisation,
            priceBook: { priceBookId },
            month,
          })
          return 'lines' in rated ? rated.lines[0]?.amount : rated
        }
        t.equal(
          await cost(),
          at === 'usage' && when === 'after' ? 300n : 0n,
          'nothing is half done',
        )
        const events = ['1', '2', '3'].map((id) => tokens(id, '100', occurredAt))
        for (const id of [commandId, commandId, newId()])
          t.match(await report(services(), organisation, events, id), {
            answer: {
              events: [{ outcome: 'RECORDED' }, { outcome: 'RECORDED' }, { outcome: 'RECORDED' }],
            },
          })
        t.equal(await cost(), 300n, 'once')
      },
    )
