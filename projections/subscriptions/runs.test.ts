import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

t.setTimeout(120_000)
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

t.test('how far the runs of a period are used up', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['reserveRun', 'confirmRun', 'countRun'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  t.match(await select(pool, 'app_usage', 'usage_id'), [
    {
      usage_id: `${idOf('subscription', '1')}-0`,
      organisation: idOf('organisation', 'x'),
      counted: 1,
      open: [],
    },
  ])
  play(recorder, ['reserveRun', 'confirmRun'], 'a', '2')
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  t.match(await select(pool, 'app_usage', 'counted'), [
    { counted: 0, open: [idOf('job', '2')] },
    { counted: 1, open: [] },
  ])
})

t.test('a key of a subscription, and its end', async (t) => {
  const recorder = createRecorder()
  play(recorder, ['createSubscriptionKey'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  t.match(await select(pool, 'subscription_keys', 'key_id'), [
    {
      subscription_id: idOf('subscription', '1'),
      name: 'backend',
      per_minute: 60,
      revoked_at: null,
    },
  ])
  play(recorder, ['revokeSubscriptionKey'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  const [key] = await select(pool, 'subscription_keys', 'key_id')
  t.ok(key?.['revoked_at'] instanceof Date)
})
