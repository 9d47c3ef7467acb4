import { sql } from 'kysely'
import t from 'tap'
import { checkpointOf } from '../../platform/positions/read-model.ts'
import { generationTables, groups } from '../../projections/groups.ts'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { startReadApi } from './kit.ts'

t.setTimeout(90_000)
const api = await startReadApi()
t.teardown(api.stop)

const everything = `query ($job: ID!) {
  job(jobId: $job) {
    name status source result { shots } device { name }
    timeline(first: 3) { edges { node { type } } }
  }
  devices(first: 5) { edges { node { name } } }
  ledgerTrialBalance { __typename }
  me { organisation { members { edges { node { user { userId } } } } } }
}`

t.test('all that is read is read from the generation that the pointer names', async (t) => {
  play(api.recorder, wholeJob)
  await api.project()
  const job = idOf('job', '1')
  const before = await api.ask(everything, { job }, 'operator')
  t.match(before.body.extensions, { generation: 1 })
  t.match(before.body.data, { job: { status: 'COMPLETED', result: { shots: 1000 } } })

  // The tables move away: whoever asked for them anywhere else would find nothing there.
  const { db } = api.database()
  await sql`CREATE SCHEMA g2`.execute(db)
  for (const table of generationTables)
    await sql`ALTER TABLE public.${sql.ref(table)} SET SCHEMA g2`.execute(db)
  for (const { name } of groups)
    await sql`UPDATE projection_checkpoint SET generation = 2, name = ${checkpointOf(2, name)}
      WHERE name = ${checkpointOf(1, name)}`.execute(db)
  await sql`UPDATE generation_pointer SET generation = 2`.execute(db)

  api.bus.publish('qhub.projected', { generation: 2, position: '1', lagMs: 0 })
  await api.bus.flush()
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { body } = await api
      .ask('{ devices { edges { cursor } } }', {}, 'operator')
      .catch(() => before)
    if (body.extensions?.generation === 2) break
  }
  const after = await api.ask(everything, { job }, 'operator')
  t.match(after.body.extensions, { generation: 2 })
  t.same(after.body.errors, before.body.errors)
  t.same(after.body.data, before.body.data)
})
