import Fastify from 'fastify'
import t from 'tap'
import { healthRoutes } from './health.ts'

t.test('alive, started and ready are three answers', async (t) => {
  let started = false
  let draining = false
  let broken = false
  const app = Fastify()
  await app.register(
    healthRoutes({
      started: () => started,
      draining: () => draining,
      checks: {
        store: async () => {
          if (broken) throw new Error('store is away')
        },
      },
    }),
  )
  t.teardown(() => app.close())
  const codes = async () =>
    Promise.all(
      ['/livez', '/startupz', '/readyz'].map(async (url) => (await app.inject(url)).statusCode),
    )

  t.same(await codes(), [200, 503, 503], 'starting')
  started = true
  t.same(await codes(), [200, 200, 200], 'working')
  broken = true
  t.same(await codes(), [200, 200, 503], 'a service is away')
  t.match((await app.inject('/readyz?verbose')).json(), {
    status: 'unavailable',
    checks: [
      { name: 'started', ok: true },
      { name: 'accepting', ok: true },
      { name: 'store', ok: false, detail: 'store is away' },
    ],
  })
  t.same((await app.inject('/readyz')).json(), { status: 'unavailable' }, 'brief unless asked')
  broken = false
  draining = true
  t.same(await codes(), [200, 200, 503], 'draining')
})

t.test('a check that never answers counts as failed', async (t) => {
  const app = Fastify()
  await app.register(
    healthRoutes({
      started: () => true,
      draining: () => false,
      checks: { stuck: () => new Promise(() => undefined) },
    }),
  )
  t.teardown(() => app.close())
  const reply = await app.inject('/readyz?verbose')
  t.equal(reply.statusCode, 503)
  t.match(reply.json(), { checks: [{}, {}, { name: 'stuck', detail: /no answer within/ }] })
})

t.test('what a process does is told to who asks for detail, and fails nothing', async (t) => {
  let asked = 0
  const app = Fastify()
  await app.register(
    healthRoutes({
      started: () => true,
      draining: () => false,
      checks: {},
      details: {
        work: () => Promise.resolve({ done: (asked += 1) }),
        lost: () => Promise.reject(new Error('nobody knows')),
      },
    }),
  )
  t.teardown(() => app.close())
  t.same((await app.inject('/readyz')).json(), { status: 'ok' })
  t.equal(asked, 0, 'nobody asked')
  const verbose = await app.inject('/readyz?verbose')
  t.equal(verbose.statusCode, 200)
  t.match(verbose.json(), {
    status: 'ok',
    checks: [{ name: 'started' }, { name: 'accepting' }],
    work: { done: 1 },
    lost: { unknown: 'nobody knows' },
  })
})
