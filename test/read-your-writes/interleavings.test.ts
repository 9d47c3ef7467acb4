import t, { type Test } from 'tap'
import fc from '../kit/fast-check.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { connectNatsBus } from '../../platform/bus/nats-bus.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { startNats } from '../servers/nats.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { play, story } from './story.ts'
import { createWorld, type Planted, type World } from './world.ts'

t.setTimeout(300_000)

/** Interleavings in all, in worlds side by side: each with its own database and subjects, on the same servers. */
const interleavings = 10_000
const worlds = 4

const postgres = await startTestPostgres({ migrated: false })
const nats = await startNats()
t.teardown(async () => {
  await postgres.stop()
  await nats.stop()
})

/** Everything below a subject of its own. */
const below = (bus: Bus, prefix: string): Bus => ({
  ...bus,
  publish: (subject, message) => bus.publish(`${prefix}.${subject}`, message),
  subscribe: (pattern, handler) =>
    bus.subscribe(`${prefix}.${pattern}`, (subject, message) =>
      handler(subject.slice(prefix.length + 1), message),
    ),
})

const open = async (t: Test, name: string, planted?: Planted) => {
  const url = await postgres.emptyDatabase()
  await migrate(url)
  const opened = await connectPostgres(url)
  const stream = { name: `${nats.prefix}${name}`, prefix: `${nats.prefix}.${name}.events` }
  const server = await connectNatsBus(nats.url, { stream })
  const bus = below(server, `${nats.prefix}.${name}`)
  t.teardown(async () => {
    await server.close()
    await opened.close()
  })
  return { world: await createWorld(opened, bus, planted), bus }
}

const inOrder = (world: World, bus: Bus) =>
  fc.asyncProperty(story, (deeds) => play(world, bus, deeds))

t.test('a client that passes its token never sees an older state', async (t) => {
  const opened = await Promise.all(Array.from({ length: worlds }, (_, n) => open(t, `world${n}`)))
  await Promise.all(
    opened.map(({ world, bus }) =>
      fc.assert(inOrder(world, bus), { numRuns: interleavings / worlds }),
    ),
  )
  const tallies = opened.map(({ world }) => world.tally)
  for (const kind of ['answered', 'stale', 'waited', 'promoted'] as const) {
    const count = tallies.reduce((sum, tally) => sum + tally[kind], 0)
    t.comment(`${kind}: ${count}`)
    t.ok(count > interleavings / 100, `${kind}, and often`)
  }
})

for (const planted of ['told-early', 'rows-late'] as const)
  t.test(`a planted fault is found: ${planted}`, async (t) => {
    const { world, bus } = await open(t, planted, planted)
    const { failed, errorInstance } = await fc.check(inOrder(world, bus), { numRuns: 2_000 })
    t.ok(failed)
    t.match(errorInstance, { message: /were read as/ })
  })
