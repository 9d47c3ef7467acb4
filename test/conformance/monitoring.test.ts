import grpc from '@eventstore/db-client/generated/monitoring_grpc_pb.js'
import monitoring from '@eventstore/db-client/generated/monitoring_pb.js'
import type { StatsResp } from '@eventstore/db-client/generated/monitoring_pb.js'
import { status, type ClientReadableStream } from '@grpc/grpc-js'
import t from 'tap'
import { connectionOf, headersOf } from './support/connection.ts'
import { events } from './support/events.ts'
import { within } from './support/watch.ts'
import { conformanceNode, unique } from './support/node.ts'
import { isServiceError, rawClient } from './support/raw.ts'

const node = await conformanceNode()
const connection = connectionOf(node.connectionString)
const client = rawClient(connection, grpc.MonitoringClient)
t.teardown(async () => {
  client.close()
  await node.close()
})

type Figures = ReadonlyMap<string, string>

const stats = (everyMs: number): ClientReadableStream<StatsResp> => {
  const request = new monitoring.StatsReq()
  request.setRefreshTimePeriodInMs(String(everyMs))
  const call = client.stats(request, headersOf(connection.login))
  call.on('error', () => undefined)
  return call
}

/** The first so many answers. */
const take = async (count: number, everyMs = 100): Promise<readonly Figures[]> => {
  const call = stats(everyMs)
  const all: Figures[] = []
  const taken = new Promise<void>((resolve, reject) => {
    call.on('error', reject)
    call.on('data', (reply: StatsResp) => {
      all.push(new Map(reply.getStatsMap().getEntryList()))
      if (all.length === count) resolve()
    })
  })
  await within(taken, `${count} times figures`)
  call.cancel()
  return all
}

t.test('figures come at once', async (t) => {
  const [figures] = await take(1, 60_000)
  t.ok((figures?.size ?? 0) > 5)
})
t.test('figures come again after the time asked for', async (t) => {
  t.equal((await take(3)).length, 3)
})
t.test('they are those of the process', async (t) => {
  const [figures] = await take(1)
  t.ok(Number(figures?.get('proc-mem')) > 1_000_000)
  t.ok(Number(figures?.get('proc-id')) > 0)
})
const ours = { skip: node.embedded ? false : 'figures of the embedded node alone' }
t.test('the log’s figures grow with the log', ours, async (t) => {
  const at = (figures: Figures | undefined, name: string) => Number(figures?.get(name))
  const [before] = await take(1)
  await node.client.appendToStream(unique('s'), events(50))
  const [after] = await take(1)
  t.ok(at(after, 'es-log-lastPosition') > at(before, 'es-log-lastPosition'))
  t.ok(at(after, 'es-log-streams') > at(before, 'es-log-streams'))
  t.ok(at(after, 'es-log-commits') > at(before, 'es-log-commits'))
  t.ok(at(after, 'es-log-fileBytes') > 0)
})
t.test('a caller that leaves is told nothing more', async (t) => {
  const call = stats(100)
  const ended = new Promise<unknown>((resolve) => call.on('error', resolve))
  call.on('data', () => call.cancel())
  const error = await within(ended, 'the end of the call')
  t.ok(isServiceError(error) && error.code === status.CANCELLED)
})
