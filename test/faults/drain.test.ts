import t from 'tap'
import { runKills } from '../../ops/faults/run.ts'
import { freePort } from '../servers/free-port.ts'

t.setTimeout(600_000)

t.test(
  'SIGTERM with jobs under way: exit 0 each time, and the next start finishes them',
  async (t) => {
    const { findings, summary } = await runKills({
      kills: 0,
      drains: 4,
      jobs: 24,
      seed: 'drain',
      ports: { write: await freePort(), read: await freePort() },
      onLine: (text) => t.comment(text),
    })
    t.comment(JSON.stringify(summary))
    // An exit code other than 0 is a finding: a drain past its time is ended by the hub itself with another.
    t.same(findings, [])
    t.equal(summary.jobs, 24)
  },
)
