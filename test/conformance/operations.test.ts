import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js'
import operations from '@eventstore/db-client/generated/operations_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js'
import { FORWARDS, START, type EventStoreDBClient } from '@eventstore/db-client'
import { status, type Metadata } from '@grpc/grpc-js'
import { validate } from 'uuid'
import t from 'tap'
import { eventually } from '../servers/eventually.ts'
import { connectionOf, headersOf } from './support/connection.ts'
import { collect, events, revisionsOf } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'
import { rawClient, refusalOf, unary } from './support/raw.ts'

const node = await conformanceNode()
t.teardown(node.close)
const connection = connectionOf(node.connectionString)
const client = rawClient(connection, operationsGrpc.OperationsClient)
t.teardown(() => client.close())

const empty = new shared.Empty()
const headers = (): Metadata => headersOf(connection.login)
const { ScavengeResult } = operations.ScavengeResp

const startScavenge = (threads = 1, from = 0): Promise<ScavengeResp> => {
  const options = new operations.StartScavengeReq.Options()
  options.setThreadCount(threads)
  options.setStartFromChunk(from)
  const request = new operations.StartScavengeReq()
  request.setOptions(options)
  return unary((callback) => client.startScavenge(request, headers(), callback))
}

const stopScavenge = (id: string): Promise<ScavengeResp> => {
  const options = new operations.StopScavengeReq.Options()
  options.setScavengeId(id)
  const request = new operations.StopScavengeReq()
  request.setOptions(options)
  return unary((callback) => client.stopScavenge(request, headers(), callback))
}

const typesIn = async (from: EventStoreDBClient, stream: string): Promise<string[]> => {
  try {
    return (await collect(from.readStream(stream))).map(({ event }) => event?.type ?? '')
  } catch {
    return []
  }
}

/** Waits for the end that a scavenge writes down. */
const ended = (id: string): Promise<string[]> =>
  eventually(async () => {
    const types = await typesIn(node.client, `$scavenges-${id}`)
    return types.includes('$scavengeCompleted') ? types : undefined
  })

/** Nobody else scavenges the node that is tested. */
const scavenge = async (): Promise<string> => {
  const reply = await startScavenge()
  t.equal(reply.getScavengeResult(), ScavengeResult.STARTED)
  await ended(reply.getScavengeId())
  return reply.getScavengeId()
}

const streamsIn = async (names: ReadonlySet<string>): Promise<string[]> => {
  const found: string[] = []
  for await (const { event } of node.client.readAll({ direction: FORWARDS, fromPosition: START })) {
    if (event !== undefined && names.has(event.streamId)) {
      found.push(`${event.revision.toString()}@${event.streamId}`)
    }
  }
  return found
}

t.test('a scavenge has an id, and a stream that tells how it went', async (t) => {
  const reply = await startScavenge()
  t.ok(validate(reply.getScavengeId()))
  t.equal(reply.getScavengeResult(), ScavengeResult.STARTED)
  const types = await ended(reply.getScavengeId())
  t.equal(types[0], '$scavengeStarted')
  t.equal(types.at(-1), '$scavengeCompleted')
})

t.test('the stream of all scavenges links to it', async (t) => {
  const id = await scavenge()
  const linked = await eventually(async () => {
    const all = await collect(node.client.readStream('$scavenges', { resolveLinkTos: true }))
    const streams = all.map(({ event }) => event?.streamId)
    return streams.includes(`$scavenges-${id}`) ? all : undefined
  })
  t.ok(linked.every(({ link }) => link?.streamId === '$scavenges'))
})

t.test('the end tells its result', async (t) => {
  const id = await scavenge()
  const all = await collect(node.client.readStream(`$scavenges-${id}`))
  t.match(all.at(-1)?.event?.data, { scavengeId: id, result: 'Success', spaceSaved: Number })
})

t.test('what can be read is the same after a scavenge, and has its place', async (t) => {
  const stream = unique('scavenged-')
  await node.client.appendToStream(stream, events(10))
  await node.client.setStreamMetadata(stream, { maxCount: 3 })
  const before = await collect(node.client.readStream(stream))
  await scavenge()
  const after = await collect(node.client.readStream(stream))
  t.same(revisionsOf(after), [7, 8, 9])
  t.same(
    after.map(({ event }) => [event?.id, event?.position?.commit, event?.created]),
    before.map(({ event }) => [event?.id, event?.position?.commit, event?.created]),
  )
  const { nextExpectedRevision } = await node.client.appendToStream(stream, events(1), {
    expectedRevision: 9n,
  })
  t.equal(nextExpectedRevision, 10n)
})

t.test(
  'what a scavenge takes is gone from $all',
  { skip: node.embedded ? false : 'a cluster scavenges complete chunks only' },
  async (t) => {
    const [counted, cut, deleted, ended, kept] = ['a-', 'b-', 'c-', 'd-', 'e-'].map(unique)
    for (const stream of [counted, cut, deleted, ended, kept]) {
      await node.client.appendToStream(stream!, events(4))
    }
    await node.client.setStreamMetadata(counted!, { maxCount: 1 })
    await node.client.setStreamMetadata(cut!, { truncateBefore: 2 })
    await node.client.deleteStream(deleted!)
    await node.client.tombstoneStream(ended!)
    await scavenge()
    const names = new Set([counted!, cut!, deleted!, ended!, kept!])
    t.same(await streamsIn(names), [
      `3@${counted!}`,
      `2@${cut!}`,
      `3@${cut!}`,
      // From the last event of a deleted stream its numbers go on.
      `3@${deleted!}`,
      ...[0, 1, 2, 3].map((n) => `${n}@${kept!}`),
      `9223372036854775807@${ended!}`,
    ])
    const again = await node.client.appendToStream(deleted!, events(1))
    t.equal(again.nextExpectedRevision, 4n)
    t.same(revisionsOf(await collect(node.client.readStream(deleted!))), [4])
  },
)

t.test('a reader goes on from the position of an event that a scavenge took', async (t) => {
  const stream = unique('left-')
  await node.client.appendToStream(stream, events(5))
  const [first] = await collect(node.client.readStream(stream))
  await node.client.setStreamMetadata(stream, { maxCount: 1 })
  await scavenge()
  const position = first?.event?.position
  const from = position ?? START
  const rest: string[] = []
  for await (const { event } of node.client.readAll({ fromPosition: from })) {
    if (event?.streamId === stream) rest.push(event.revision.toString())
  }
  t.ok(rest.includes('4'))
})

t.test('a scavenge that is not under way can’t be stopped', async (t) => {
  const refused = await refusalOf(stopScavenge('6e2e1f3c-0000-4000-8000-000000000000'))
  t.match(refused, {
    code: status.NOT_FOUND,
    exception: 'scavenge-not-found',
    trailers: { 'scavenge-id': '6e2e1f3c-0000-4000-8000-000000000000' },
  })
})

t.test('one that has ended can’t be stopped either', async (t) => {
  const refused = await refusalOf(stopScavenge(await scavenge()))
  t.equal(refused.exception, 'scavenge-not-found')
})

for (const [what, threads, from] of [
  ['less than no threads', -1, 0],
  ['a chunk before the first', 1, -1],
] as const) {
  t.test(`${what} is an invalid argument`, async (t) => {
    const { code } = await refusalOf(startScavenge(threads, from))
    t.equal(code, status.INVALID_ARGUMENT)
  })
}

t.test('the indexes can be merged at any time', async (t) => {
  await node.client.appendToStream(unique('merged-'), events(3))
  await t.resolves(unary((callback) => client.mergeIndexes(empty, headers(), callback)))
})

t.test('a priority is taken', async (t) => {
  const request = new operations.SetNodePriorityReq()
  request.setPriority(1)
  await t.resolves(unary((callback) => client.setNodePriority(request, headers(), callback)))
})

t.test('persistent subscriptions are started again, and go on', async (t) => {
  await t.resolves(
    unary((callback) => client.restartPersistentSubscriptions(empty, headers(), callback)),
  )
})

t.test(
  'a node alone that is to resign stays',
  { skip: node.embedded ? false : 'it would move the leader of a cluster' },
  async (t) => {
    await unary((callback) => client.resignNode(empty, headers(), callback))
    await t.resolves(node.client.appendToStream(unique('stays-'), events(1)))
  },
)

t.test(
  'a shutdown ends the node in order',
  { skip: node.embedded ? false : 'the node given is needed' },
  async (t) => {
    const own = await conformanceNode()
    const stream = unique('shut-')
    await own.client.appendToStream(stream, events(1))
    const ops = rawClient(connectionOf(own.connectionString), operationsGrpc.OperationsClient)
    await unary((callback) => ops.shutdown(empty, headers(), callback))
    await eventually(async () => {
      const failed = await own.client.appendToStream(stream, events(1)).then(
        () => false,
        () => true,
      )
      return failed ? true : undefined
    })
    ops.close()
    await own.close()
    t.pass('it no longer answers')
  },
)
