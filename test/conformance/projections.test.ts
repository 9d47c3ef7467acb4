import {
  jsonEvent,
  NotFoundError,
  type ProjectionDetails,
  type ResolvedEvent,
} from '@eventstore/db-client'
import t from 'tap'
import { eventually } from '../servers/eventually.ts'
import { collect, errorOf, events, linkTo } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'
import { projectionsOff } from './support/projections.ts'

t.setTimeout(180_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const standard = ['$by_category', '$by_event_type', '$stream_by_category', '$streams']

const off = await projectionsOff(client)
if (off !== false) {
  t.test('projections', { skip: off }, () => undefined)
} else {
  const textOf = ({ link, event }: ResolvedEvent): string => {
    const data = (link ?? event)?.data
    return data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : ''
  }
  const read = (stream: string, resolveLinkTos = false): Promise<readonly ResolvedEvent[]> =>
    collect(client.readStream(stream, { resolveLinkTos })).catch(() => [])
  /** The stream once it has so many events: projections follow the log in their own time. */
  const grown = (stream: string, count: number, resolveLinkTos = false) =>
    eventually(async () => {
      const all = await read(stream, resolveLinkTos)
      return all.length >= count ? all : undefined
    }, 60_000)
  const statusOf = async (name: string): Promise<ProjectionDetails> =>
    client.getProjectionStatus(name)
  /** Statuses are told when they come about. */
  const becomes = (name: string, status: RegExp) =>
    eventually(async () => (status.test((await statusOf(name)).status) ? true : undefined), 60_000)

  t.test('the standard projections are there', async (t) => {
    const names = (await client.listProjections()).map(({ name }) => name)
    for (const name of standard) t.ok(names.includes(name), name)
  })
  t.test('they are told of as continuous ones, with figures', async (t) => {
    const [first] = await client.listProjections()
    t.ok(first?.effectiveName)
    t.type(first?.progress, 'number')
    t.type(first?.eventsProcessedAfterRestart, 'bigint')
  })
  for (const name of standard) {
    t.test(`${name} runs once it is enabled, and enabling again changes nothing`, async (t) => {
      await client.enableProjection(name)
      await becomes(name, /^Running/)
      await client.enableProjection(name)
      t.match((await statusOf(name)).status, /^Running/)
    })
  }

  t.test('$by_category links the events of a category in their order', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(2))
    await client.appendToStream(`${category}-2`, events(1))
    await client.appendToStream(`${category}-1`, events(1))
    t.same(
      (await grown(`$ce-${category}`, 4)).map(textOf),
      [0, 1].map((n) => `${n}@${category}-1`).concat(`0@${category}-2`, `2@${category}-1`),
    )
  })
  t.test('a link is an event of its own, with what caused it', async (t) => {
    const category = unique('c')
    const [source] = events(1)
    await client.appendToStream(`${category}-1`, source ?? [])
    const [link] = await grown(`$ce-${category}`, 1)
    t.match(link?.event, { type: '$>', revision: 0n, streamId: `$ce-${category}` })
    t.match(link?.event?.metadata, { $o: `${category}-1`, $causedBy: source?.id })
  })
  t.test('links are resolved on request', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(2))
    const resolved = await grown(`$ce-${category}`, 2, true)
    t.same(
      resolved.map(({ event, link }) => [event?.streamId, event?.revision, link?.revision]),
      [0n, 1n].map((n) => [`${category}-1`, n, n]),
    )
  })
  t.test('a category is what stands before the first hyphen', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-a-b-c`, events(1))
    t.same((await grown(`$ce-${category}`, 1)).map(textOf), [`0@${category}-a-b-c`])
  })
  t.test(
    'streams without a hyphen, beginning with one, and system streams have none',
    async (t) => {
      const category = unique('c')
      await client.appendToStream(category, events(1))
      await client.appendToStream(`-${category}`, events(1))
      await client.appendToStream(`$${category}-1`, events(1))
      await client.appendToStream(`${category}-1`, events(1))
      t.same((await grown(`$ce-${category}`, 1)).map(textOf), [`0@${category}-1`])
      t.same(await read(`$ce-$${category}`), [])
    },
  )
  t.test('a link in a stream of a category is passed on as what it points at', async (t) => {
    const category = unique('c')
    const target = unique('s')
    await client.appendToStream(target, events(1))
    await client.appendToStream(`${category}-1`, linkTo(target, 0))
    const [link] = await grown(`$ce-${category}`, 1)
    t.equal(link === undefined ? '' : textOf(link), `0@${target}`)
  })
  t.test('the deletion of a stream is linked, and its events do not resolve', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(1))
    await grown(`$ce-${category}`, 1)
    await client.deleteStream(`${category}-1`)
    const all = await grown(`$ce-${category}`, 2, true)
    t.equal(all[0]?.event, undefined)
    t.match(all[1]?.link?.metadata, { $deleted: -1 })
  })
  t.test('$by_event_type links the events of a type over all streams', async (t) => {
    const type = unique('T')
    const streams = [unique('s'), unique('s')]
    for (const stream of streams) await client.appendToStream(stream, events(1, type))
    t.same(
      (await grown(`$et-${type}`, 2)).map(textOf),
      streams.map((stream) => `0@${stream}`),
    )
  })
  t.test('$by_event_type does not link links', async (t) => {
    t.same(await read('$et-$>'), [])
  })
  t.test('$streams links the first event of each stream', async (t) => {
    const stream = unique('s')
    await client.appendToStream(stream, events(3))
    const mentions = await eventually(async () => {
      const links = (await read('$streams')).map(textOf).filter((text) => text.endsWith(stream))
      return links.length > 0 ? links : undefined
    }, 60_000)
    t.same(mentions, [`0@${stream}`])
  })
  t.test('$stream_by_category names the streams of a category', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(2))
    await client.appendToStream(`${category}-2`, events(1))
    const named = await grown(`$category-${category}`, 2)
    t.same(named.map(textOf), [`${category}-1`, `${category}-2`])
    t.ok(named.every(({ event }) => event?.type === '$@'))
  })
  t.test('$by_correlation_id links what belongs together', async (t) => {
    await client.enableProjection('$by_correlation_id')
    const id = unique('flow')
    const streams = [unique('s'), unique('s')]
    for (const stream of streams) {
      const event = jsonEvent({ type: 'T', data: {}, metadata: { $correlationId: id } })
      await client.appendToStream(stream, event)
    }
    const linked = await grown(`$bc-${id}`, 2)
    t.same(
      linked.map(textOf),
      streams.map((stream) => `0@${stream}`),
    )
    await client.disableProjection('$by_correlation_id')
  })
  t.test('everybody may read what they link', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(1))
    await grown(`$ce-${category}`, 1)
    const { metadata } = await client.getStreamMetadata(`$ce-${category}`)
    t.match(metadata, { acl: { readRoles: '$all', metaReadRoles: '$all' } })
  })
  t.test('a subscription to a category follows it live', async (t) => {
    const category = unique('c')
    const subscription = client.subscribeToStream(`$ce-${category}`, { resolveLinkTos: true })
    const seen: string[] = []
    subscription.on('data', ({ event }: ResolvedEvent) => void seen.push(event?.streamId ?? ''))
    await new Promise<void>((resolve) => subscription.on('confirmation', resolve))
    await client.appendToStream(`${category}-1`, events(1))
    await client.appendToStream(`${category}-2`, events(1))
    await eventually(() => (seen.length >= 2 ? true : undefined), 60_000)
    t.same(seen, [`${category}-1`, `${category}-2`])
    await subscription.unsubscribe()
  })

  const stops: readonly (readonly [string, RegExp, (name: string) => Promise<void>])[] = [
    ['disabled', /^Stopped/, (name) => client.disableProjection(name)],
    ['aborted', /^(Aborted|Stopped)/, (name) => client.abortProjection(name)],
  ]
  for (const [what, status, stop] of stops) {
    t.test(`a projection that was ${what} links nothing, and all of it later, once`, async (t) => {
      const name = '$by_category'
      const category = unique('c')
      await client.appendToStream(`${category}-1`, events(2))
      await grown(`$ce-${category}`, 2)
      await stop(name)
      await becomes(name, status)
      await client.appendToStream(`${category}-1`, events(2))
      t.equal((await read(`$ce-${category}`)).length, 2)
      await client.enableProjection(name)
      const all = await grown(`$ce-${category}`, 4)
      t.same(
        all.map(textOf),
        [0, 1, 2, 3].map((n) => `${n}@${category}-1`),
      )
    })
  }
  t.test('disabling what is disabled changes nothing', async (t) => {
    await client.disableProjection('$streams')
    await client.disableProjection('$streams')
    await becomes('$streams', /^Stopped/)
    await client.enableProjection('$streams')
    t.pass()
  })
  t.test('a projection that was reset links everything anew, and nothing twice', async (t) => {
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(3))
    await grown(`$ce-${category}`, 3)
    await client.resetProjection('$by_category')
    await client.enableProjection('$by_category')
    const anew = await eventually(async () => {
      const all = await read(`$ce-${category}`)
      return all[0]?.event?.revision === 3n && all.length >= 3 ? all : undefined
    }, 60_000)
    t.same(
      anew.map(textOf),
      [0, 1, 2].map((n) => `${n}@${category}-1`),
    )
  })
  t.test('the subsystem can be restarted', async (t) => {
    await client.restartSubsystem()
    const category = unique('c')
    await client.appendToStream(`${category}-1`, events(1))
    t.equal((await grown(`$ce-${category}`, 1)).length, 1)
  })
  t.test('progress comes to the end of the log', async (t) => {
    const { progress } = await eventually(async () => {
      const status = await statusOf('$by_category')
      return status.progress > 90 ? status : undefined
    }, 60_000)
    t.ok(progress <= 100)
  })

  const ours = { skip: node.embedded ? false : 'answers of the embedded node' }
  const onNobody: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
    ['status', (name) => client.getProjectionStatus(name)],
    ['enable', (name) => client.enableProjection(name)],
    ['disable', (name) => client.disableProjection(name)],
    ['reset', (name) => client.resetProjection(name)],
    ['state', (name) => client.getProjectionState(name)],
    ['result', (name) => client.getProjectionResult(name)],
  ]
  for (const [what, call] of onNobody) {
    t.test(`${what}: a projection that is not there is an error`, async (t) => {
      const error = await errorOf(call(unique('nothing')))
      t.ok(!node.embedded || error instanceof NotFoundError, error.message)
    })
  }
  t.test('a standard projection keeps no state', ours, async (t) => {
    t.same(await client.getProjectionState('$by_category'), {})
    t.same(await client.getProjectionResult('$by_category'), {})
  })
  const custom: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['created', () => client.createProjection(unique('p'), 'fromAll()')],
    ['updated', () => client.updateProjection('$by_category', 'fromAll()')],
    ['deleted', () => client.deleteProjection('$by_category')],
  ]
  for (const [what, call] of custom) {
    t.test(`custom projections are not served, and can't be ${what}`, ours, async (t) => {
      t.match((await errorOf(call())).message, /Custom projections are not served/)
    })
  }
}
