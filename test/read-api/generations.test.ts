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

/** Who belongs to the caller's organisation is looked up in a query of its own. */
const own = '{ me { organisation { members { edges { node { user { username } } } } } } }'

const join = async (): Promise<void> => {
  const { db } = api.database()
  const organisation_id = idOf('organisation', 'x')
  const user_id = idOf('user', 'x')
  const since = new Date(0)
  const written = { created_at: since, created_position: 1n, revision: 0n, position: 1n }
  const who = {
    username: 'x',
    email: 'x@example.org',
    email_verified: true,
    deactivated: false,
    session_epoch: 0,
    kept_session: null,
    roles: ['consumer'] as const,
  }
  const user = { user_id, organisation_id, ...who, status: 'ACTIVE' as const, ...written }
  await db.insertInto('users').values(user).execute()
  await db
    .insertInto('organisations')
    .values({ organisation_id, name: 'X', status: 'ACTIVE', ...written })
    .execute()
  const membership = { organisation_id, user_id, role: 'OWNER' as const, since }
  await db
    .insertInto('memberships')
    .values({ ...membership, created_position: 1n, position: 1n })
    .execute()
}

t.test('all that is read is read from the generation that the pointer names', async (t) => {
  play(api.recorder, wholeJob)
  await api.project()
  await join()
  const job = idOf('job', '1')
  const before = await api.ask(everything, { job }, 'operator')
  const mine = await api.ask(own, {}, 'x')
  const me = { organisation: { members: { edges: [{ node: { user: { username: 'x' } } }] } } }
  t.match(mine.body.data, { me })
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
  t.same((await api.ask(own, {}, 'x')).body.data, mine.body.data)
})
