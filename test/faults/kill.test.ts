import t from 'tap'
import { checks } from '../../ops/faults/checks/all.ts'
import { runKills } from '../../ops/faults/run.ts'
import { freePort } from '../servers/free-port.ts'
import { plantedFaults } from './planted.ts'

/** Long enough for any machine; nothing here is measured. */
t.setTimeout(1_800_000)

const size = {
  kills: Number(process.env['KILLS'] ?? 20),
  drains: 2,
  jobs: Number(process.env['KILL_JOBS'] ?? 40),
  seed: process.env['KILL_SEED'] ?? '1',
}

const outcome = await runKills({
  ...size,
  ports: { write: await freePort(), read: await freePort() },
  onLine: (text) => t.comment(text),
})
t.comment(JSON.stringify(outcome.summary))

t.test('killed at any moment, nothing is lost, doubled or left behind', (t) => {
  t.same(outcome.findings, [])
  t.equal(outcome.summary.jobs, size.jobs)
  t.end()
})

t.test('what would be wrong would be found', (t) => {
  for (const { name, check, plant } of plantedFaults)
    t.not(checks[check](plant(outcome.evidence)).length, 0, `${check}: ${name}`)
  t.end()
})
