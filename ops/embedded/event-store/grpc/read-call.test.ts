import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  StreamNotFoundError,
} from '@eventstore/db-client'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import t from 'tap'
import { connectionOf } from '../../../../test/conformance/support/connection.ts'
import {
  collect,
  errorOf,
  events,
  revisionsOf,
} from '../../../../test/conformance/support/events.ts'
import { follow } from '../../../../test/conformance/support/follow.ts'
import { everything, rawClient, soon } from '../../../../test/conformance/support/raw.ts'
import { createNode, type EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { openProjections } from '../projections/subsystem.ts'
import { connectionStringOf } from '../run.ts'
import { openLog, type Log } from '../store/log.ts'
import { serve } from './server.ts'

type Tap = { readonly teardown: (handler: () => unknown) => unknown }

/** A served node, whose log can be made another than it is. */
const served = async (t: Tap, change: (log: Log) => Log) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-read-call-'))
  const node = createNode(change(openLog(directory)))
  const projections = await openProjections(node)
  const server = await serve({ node, projections, directory, shutDown: () => {} }, { port: 0 })
  const url = connectionStringOf(server.port)
  const client = EventStoreDBClient.connectionString(url)
  const raw = rawClient(connectionOf(url), StreamsClient)
  t.teardown(async () => {
    raw.close()
    await client.dispose()
    await server.close()
    await projections.close()
    await node.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return { node, client, raw }
}

const proposed = (data = '{}', type = 'T'): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: Buffer.alloc(0),
  data: Buffer.from(data),
})
const append = (node: EventStoreNode, stream: string, ...proposal: Parameters<typeof proposed>) =>
  node.writer.append(stream, [proposed(...proposal)], { kind: 'any' })

/** A node whose commits wait, from `hold` on, until they may be done or must fail. */
const holding = async (t: Tap) => {
  let gate = Promise.resolve()
  const hold = () => {
    const { promise, resolve, reject } = withResolvers()
    gate = promise
    // Once nothing waits at it any more, a gate that failed is nobody's error.
    promise.catch(() => {})
    const open = () => (gate = Promise.resolve())
    return {
      release: () => {
        open()
        resolve()
      },
      fail: () => {
        open()
        reject(new Error('disk full'))
      },
    }
  }
  const { node, client } = await served(t, (log) => ({
    ...log,
    commit: (appends) => gate.then(() => log.commit(appends)),
  }))
  return { node, client, hold }
}
const withResolvers = () => {
  let resolve = (): void => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}

t.test('what is being written when a subscription from the end begins comes to it', async (t) => {
  const { node, client, hold } = await holding(t)
  await client.appendToStream('s', events(2))
  const { release } = hold()
  const written = append(node, 's')
  const stream = follow(client.subscribeToStream('s', { fromRevision: END }))
  const all = follow(client.subscribeToAll({ fromPosition: END }))
  await Promise.all([stream.caughtUp(), all.caughtUp()])
  release()
  await written
  await client.appendToStream('s', events(1, 'Last'))
  for (const followed of [stream, all]) {
    await followed.until('the last', () => followed.events.at(-1)?.event?.type === 'Last')
    t.same(revisionsOf(followed.events), [2, 3])
    await followed.stop()
  }
})

t.test(
  'what takes the place of an append that failed comes to a subscription from the end',
  async (t) => {
    const { node, client, hold } = await holding(t)
    await client.appendToStream('s', events(2))
    const { fail } = hold()
    const written = append(node, 's')
    const stream = follow(client.subscribeToStream('s', { fromRevision: END }))
    const all = follow(client.subscribeToAll({ fromPosition: END }))
    await Promise.all([stream.caughtUp(), all.caughtUp()])
    fail()
    await t.rejects(written, /disk full/)
    await client.appendToStream('s', events(1))
    await client.appendToStream('s', events(1, 'Last'))
    for (const followed of [stream, all]) {
      await followed.until('the last', () => followed.events.at(-1)?.event?.type === 'Last')
      t.same(revisionsOf(followed.events), [2, 3])
      await followed.stop()
    }
  },
)

t.test('reads tell what is on disk while more is being written', async (t) => {
  const { node, client, hold } = await holding(t)
  await client.appendToStream('s', events(2))
  await client.setStreamMetadata('s', { maxCount: 1 })
  const { release } = hold()
  const written = [append(node, 's'), append(node, '$$s', '{"$maxCount":1}', '$metadata')]
  const begun = append(node, 'new')
  const newest = client.readStream('s', { direction: BACKWARDS, fromRevision: END, maxCount: 1 })
  t.same(revisionsOf(await collect(newest)), [1])
  t.same(revisionsOf(await collect(client.readStream('s'))), [1])
  t.equal((await client.getStreamMetadata('s')).metadata?.maxCount, 1)
  const last = await collect(
    client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
  )
  t.equal(last[0]?.event?.streamId, '$$s')
  t.ok((await errorOf(collect(client.readStream('new')))) instanceof StreamNotFoundError)
  release()
  await Promise.all([...written, begun])
  t.same(revisionsOf(await collect(client.readStream('s'))), [2])
  t.equal((await collect(client.readStream('new'))).length, 1)
})

/** Without turns for others, a scan ends only after so many pages. */
const mostPages = 20_000
const behindAll = 2 ** 50

/** A node whose log has no end until it is told; its events are all alike. */
const endless = async (t: Tap) => {
  let pages = 0
  let ended = false
  const goesOn = (): boolean => !ended && pages++ < mostPages
  const { node, client, raw } = await served(t, (log) => ({
    ...log,
    forwards: (from, limit) => {
      const [entry] = log.forwards(0, 1)
      if (entry === undefined || !goesOn()) return log.forwards(from, limit)
      return Array.from({ length: limit }, (_, i) => ({ ...entry, position: from + i }))
    },
    backwards: (from, limit) => {
      const [entry] = log.forwards(0, 1)
      if (entry === undefined || !goesOn()) return []
      const below = Math.min(from, behindAll)
      return Array.from({ length: limit }, (_, i) => ({ ...entry, position: below - i - 1 }))
    },
    // And a stream of which a scavenge has left nothing.
    streamForwards: (id, from, limit) =>
      goesOn()
        ? Array.from({ length: limit }, (_, i) => ({ revision: from + i, position: behindAll }))
        : [],
    isPlace: (position) => position === behindAll || log.isPlace(position),
  }))
  await client.appendToStream('s', events(1))
  return {
    client,
    raw,
    /** Whether an append is answered before the scan comes to its end. */
    lets: async (scan: () => Promise<unknown>): Promise<readonly string[]> => {
      const order: string[] = []
      pages = 0
      const scanned = scan().then(() => order.push('scan'))
      while (pages === 0) await turn()
      const appended = append(node, 'other').then(() => {
        order.push('append')
        ended = true
      })
      await Promise.all([scanned, appended])
      return order
    },
  }
}

const nothing = ['Nothing']

/** A filtered read that ends, which the client has no call for. */
const readFiltered = async (raw: StreamsClient, direction: 'forwards' | 'backwards') => {
  const all = new streams.ReadReq.Options.AllOptions()
  if (direction === 'forwards') all.setStart(new shared.Empty())
  else all.setEnd(new shared.Empty())
  const expression = new streams.ReadReq.Options.FilterOptions.Expression()
  expression.setPrefixList(nothing)
  const filter = new streams.ReadReq.Options.FilterOptions()
  filter.setEventType(expression)
  filter.setCount(new shared.Empty())
  const options = new streams.ReadReq.Options()
  options.setAll(all)
  options.setFilter(filter)
  options.setCount('1')
  const { FORWARDS, BACKWARDS } = streams.ReadReq.Options.ReadDirection
  options.setReadDirection(direction === 'forwards' ? FORWARDS : BACKWARDS)
  const request = new streams.ReadReq()
  request.setOptions(options)
  return everything(raw.read(request, soon()))
}

t.test('an append is answered while a read goes over events of which it wants none', async (t) => {
  for (const direction of ['forwards', 'backwards'] as const) {
    const { raw, lets } = await endless(t)
    t.same(await lets(() => readFiltered(raw, direction)), ['append', 'scan'])
  }
  const { client, lets } = await endless(t)
  t.same(await lets(() => collect(client.readStream('s'))), ['append', 'scan'])
})

t.test('and while a subscription catches up over them', async (t) => {
  const all = await endless(t)
  const filter = eventTypeFilter({ prefixes: nothing, maxSearchWindow: 1_000_000_000 })
  const followed = follow(all.client.subscribeToAll({ filter }))
  t.same(await all.lets(followed.caughtUp), ['append', 'scan'])
  await followed.stop()
  const stream = await endless(t)
  const one = follow(stream.client.subscribeToStream('s'))
  t.same(await stream.lets(one.caughtUp), ['append', 'scan'])
  await one.stop()
})
