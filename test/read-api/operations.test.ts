import { createClient } from 'graphql-ws'
import { sql } from 'kysely'
import t from 'tap'
import WebSocket from 'ws'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { operatorAction } from '../../domain/operations/operator-action.ts'
import { idNamed } from '../kit/given-when-then/meta.ts'
import { idOf } from '../read-models/samples.ts'
import { play } from '../read-models/steps.ts'
import { eventually } from '../servers/eventually.ts'
import { startReadApi } from './kit.ts'

t.setTimeout(120_000)
const api = await startReadApi()
t.teardown(api.stop)
const { recorder } = api

const actionOf = (name: string) => idNamed(`action ${name}`)
const request = (name: string, subject: string): void => {
  recorder.record(operatorAction, actionOf(name), {
    ...{ type: 'RequestAction', actionId: actionOf(name), action: 'saga.redrive', subject },
    ...{ reason: 'it was away', parameters: {}, performer: 'HUB', would: ['run it'] },
    preview: 'a'.repeat(64),
  })
}

play(recorder, ['registerDevice', 'goOnline', 'credit', 'submit'], 'a', '1', 'x')
for (let n = 0; n < 5; n += 1) request(n.toString(), `jobExecution-${n % 2}`)
recorder.record(operatorAction, actionOf('0'), {
  ...{ type: 'FinishAction', actionId: actionOf('0'), outcome: 'DONE', detail: '1 message' },
})
await api.project()

const eventAt = (n: number): RecordedEvent => {
  const event = recorder.events[n]
  if (event === undefined) throw new Error(`there are fewer than ${n + 1} events`)
  return event
}

type Edge = { readonly cursor: string; readonly node: Readonly<Record<string, unknown>> }
type LogPage = {
  readonly edges: readonly Edge[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}
const positions = (edges: readonly Edge[]) => edges.map(({ node }) => node['position'])
const all = recorder.events.map(({ position }) => position.toString())

const page = `query($filter: LogFilter, $direction: Direction!, $first: Int, $after: String, $last: Int, $before: String) {
  logEvents(filter: $filter, direction: $direction, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { position type stream revision } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
  }
}`
const read = async (variables: Readonly<Record<string, unknown>>): Promise<LogPage> => {
  const { body } = await api.ask(page, { direction: 'ASC', ...variables }, 'operator')
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
  // What the query above asks for.
  return body.data.logEvents as LogPage
}

/** Every page, in one direction, joined. */
const wholeBy = async (filter: object, first: number): Promise<readonly unknown[]> => {
  const found: unknown[] = []
  let after: string | null = null
  for (;;) {
    const { edges, pageInfo }: LogPage = await read({ filter, first, after })
    found.push(...positions(edges))
    if (!pageInfo.hasNextPage) return found
    after = pageInfo.endCursor
  }
}

t.test('the log is read by pages, in both directions and from both ends', async (t) => {
  t.same(await wholeBy({}, 3), all)
  const back = await read({ direction: 'DESC', first: 4 })
  t.same(positions(back.edges), all.toReversed().slice(0, 4))
  const tail = await read({ last: 2 })
  t.same(positions(tail.edges), all.slice(-2))
  t.same([tail.pageInfo.hasNextPage, tail.pageInfo.hasPreviousPage], [false, true])
  const before = await read({ last: 2, before: tail.pageInfo.startCursor })
  t.same(positions(before.edges), all.slice(-4, -2))
})

t.test('every filter finds what a look at each event finds, page by page', async (t) => {
  const first = eventAt(0)
  const middle = eventAt(3)
  const at = ({ metadata }: RecordedEvent) => metadata.occurredAt
  const filters: readonly (readonly [object, (event: RecordedEvent) => boolean])[] = [
    [{ stream: middle.stream }, ({ stream }) => stream === middle.stream],
    [{ category: 'operatorAction' }, ({ stream }) => stream.startsWith('operatorAction-')],
    [{ types: [first.type] }, ({ type }) => type === first.type],
    [
      { types: ['OperatorActionRequested', 'OperatorActionFinished', first.type] },
      ({ type }) => type.startsWith('OperatorAction') || type === first.type,
    ],
    [{ types: [] }, () => false],
    [{ types: ['JobCompleted'], category: 'device' }, () => false],
    [{ actorId: 'test' }, () => true],
    [{ actorId: 'nobody' }, () => false],
    [{ organisationId: idOf('organisation', 'x') }, () => false],
    [{ organisationId: 'no id' }, () => false],
    [
      { correlationId: middle.metadata.$correlationId },
      ({ metadata }) => metadata.$correlationId === middle.metadata.$correlationId,
    ],
    [
      { commandId: middle.metadata.commandId },
      ({ metadata }) => metadata.commandId === middle.metadata.commandId,
    ],
    [{ since: at(middle) }, (event) => at(event) >= at(middle)],
    [{ until: at(middle) }, (event) => at(event) < at(middle)],
    [{ since: '2100-01-01T00:00:00Z' }, () => false],
    [{ until: '2000-01-01T00:00:00Z' }, () => false],
    [{ since: at(middle), until: at(middle), stream: first.stream }, () => false],
  ]
  for (const [filter, holds] of filters) {
    const wanted = recorder.events.filter(holds).map(({ position }) => position.toString())
    t.same(await wholeBy(filter, 2), wanted, JSON.stringify(filter))
  }
  const many = Array.from({ length: 21 }, (_, n) => n.toString())
  const refused = await api.ask(page, { direction: 'ASC', filter: { types: many } }, 'operator')
  t.equal(refused.body.errors[0].extensions.code, 'QUERY_INVALID')
})

t.test('an event comes with its data from the log, and what is gone says so', async (t) => {
  const stream = `operatorAction-${actionOf('0')}`
  const { body } = await api.ask(
    `{ logEvents(filter: {stream: "${stream}"}, direction: ASC) { edges { node { category data metadata actor { id } } } }
       stream(name: "${stream}") { entityId revision firstEvent { type } lastEvent { type } quarantined { group } }
       none: stream(name: "job-none") { name }
       logEvent(eventId: "${eventAt(0).id}") { position } }`,
    {},
    'operator',
  )
  const [requested] = body.data.logEvents.edges
  t.match(requested.node, {
    category: 'operatorAction',
    data: { subject: 'jobExecution-0', reason: 'it was away' },
    metadata: { schema: 2 },
    actor: { id: 'test' },
  })
  t.match(body.data.stream, {
    entityId: actionOf('0'),
    revision: '1',
    firstEvent: { type: 'OperatorActionRequested' },
    lastEvent: { type: 'OperatorActionFinished' },
    quarantined: [],
  })
  t.equal(body.data.none, null)
  t.equal(body.data.logEvent.position, all[0])
})

t.test('what operators did is listed with what came of it', async (t) => {
  const { body } = await api.ask(
    `{ done: operatorActions(filter: {status: DONE}) { edges { node { actionId action subject detail would finishedAt } } }
       open: operatorActions(filter: {status: REQUESTED, subject: "jobExecution-1", action: "saga.redrive"}, first: 1) { edges { node { actionId } } pageInfo { hasNextPage } }
       odd: operatorActions(filter: {action: "no.such", requestedBy: "nobody"}) { edges { node { actionId } } }
       one: operatorAction(actionId: "${actionOf('1')}") { status preview }
       none: operatorAction(actionId: "x") { status } }`,
    {},
    'operator',
  )
  t.match(body.data.done.edges, [{ node: { actionId: actionOf('0'), detail: '1 message' } }])
  t.match(body.data.open, {
    edges: [{ node: { actionId: actionOf('3') } }],
    pageInfo: { hasNextPage: true },
  })
  t.same(body.data.odd.edges, [])
  t.same(body.data.one, { status: 'REQUESTED', preview: 'a'.repeat(64) })
  t.equal(body.data.none, null)
})

t.test('a story is a tree, by each of its names', async (t) => {
  const first = eventAt(0)
  const { $correlationId, commandId } = first.metadata
  const fields =
    '{ correlationId total { count isExact } nodes { depth effects cut event { eventId } } }'
  const { body } = await api.ask(
    `{ a: causalTree(eventId: "${first.id}") ${fields} b: causalTree(commandId: "${commandId}") ${fields}
       c: causalTree(correlationId: "${$correlationId}") ${fields} none: causalTree(eventId: "x") ${fields} }`,
    {},
    'operator',
  )
  const { a, b, c, none } = body.data
  t.match(a, { correlationId: $correlationId, total: { isExact: true } })
  t.equal(a.nodes.length, a.total.count)
  t.same([b, c, none], [a, a, null])
  const two = await api.ask(`{ causalTree { correlationId } }`, {}, 'operator')
  t.equal(two.body.errors[0].extensions.code, 'QUERY_INVALID')
})

t.test('the overview counts what there is', async (t) => {
  const { body } = await api.ask(
    `{ hubOverview { position head lagMs generation eventsPerMinute { events } eventTypes { type events }
        jobs { status jobs { count isExact } } readModels { group behind } parkedInstances { count } stuckInstances { count }
        activeInstances { count } quarantinedStreams { count } money { asset kind balance } devices { name waiting } }
       sagas { name } sagaInstances(filter: {status: ACTIVE, stuck: true, parked: true, saga: "x"}) { edges { node { stream state } } }
       deadLetters { edges { node { stream } } } timers(saga: "x") { edges { node { timerId } } }
       quarantinedStreams { edges { node { stream } } } sagaInstance(stream: "x-1") { stream } }`,
    {},
    'operator',
  )
  const { hubOverview } = body.data
  t.equal(hubOverview.head, all.at(-1))
  t.equal(hubOverview.position, all.at(-1))
  t.equal(hubOverview.eventsPerMinute.length, 61)
  const types = hubOverview.eventTypes as readonly { readonly events: string }[]
  const counted = types.reduce((sum, { events }) => sum + Number(events), 0)
  t.equal(counted, all.length)
  t.match(hubOverview.jobs, [
    { status: 'SUBMITTED', jobs: { count: 1, isExact: true } },
    { status: 'COMPLETED', jobs: { count: 0 } },
    { status: 'FAILED' },
    { status: 'CANCELLED' },
  ])
  t.ok(hubOverview.readModels.length > 10)
  t.ok(hubOverview.money.length > 0)
})

const tail = `subscription($filter: LogFilter, $after: Position) {
  logEventAppended(filter: $filter, after: $after) { position events { position type data } }
}`

type Message = {
  readonly data?: {
    readonly logEventAppended: {
      readonly position: string
      readonly events: readonly { readonly position: string; readonly data: unknown }[]
    }
  } | null
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[]
}

/** Follows until it is stopped, or ended from the other side. */
const follow = (variables: Record<string, unknown>, as = 'operator') => {
  const client = createClient({
    url: api.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${as}` },
  })
  const messages: Message[] = []
  const ended = new Promise<'complete' | 'error'>((resolve) => {
    client.subscribe<Message['data']>(
      { query: tail, variables },
      {
        // What comes over the wire is what the tests look at.
        next: (message) => messages.push(message as Message),
        error: (error) => {
          messages.push({ errors: Array.isArray(error) ? error : [] })
          resolve('error')
        },
        complete: () => resolve('complete'),
      },
    )
  })
  const heard = () =>
    messages.flatMap(({ data }) => data?.logEventAppended.events ?? []).map((e) => e.position)
  return { messages, heard, ended, stop: () => client.dispose() }
}

t.test(
  'the tail tells of everything behind a position, once and in order, and goes on',
  async (t) => {
    const from = all[1] ?? ''
    const following = follow({ after: from })
    await eventually(() => (following.heard().length === all.length - 2 ? true : undefined))
    request('more', 'jobExecution-7')
    await api.project()
    const last = recorder.events.at(-1)?.position.toString()
    await eventually(() => (following.heard().at(-1) === last ? true : undefined))
    t.same(
      following.heard(),
      recorder.events.slice(2).map(({ position }) => position.toString()),
    )
    const token = following.messages.at(-1)?.data?.logEventAppended
    t.match(token, { position: last, events: [{ data: { subject: 'jobExecution-7' } }] })
    await following.stop()

    const again = follow({ after: token?.position, filter: { types: ['OperatorActionRequested'] } })
    await eventually(() => (again.messages.length > 0 ? true : undefined))
    request('even more', 'jobExecution-8')
    await api.project()
    await eventually(() => (again.heard().length === 1 ? true : undefined))
    await again.stop()
  },
)

t.test('nobody but operators follows it', async (t) => {
  const following = follow({}, 'x')
  t.equal(await following.ended, 'complete')
  t.equal(following.messages[0]?.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
  await following.stop()
})

t.test(
  'many events come by many messages; who is too far behind is sent away with their place',
  async (t) => {
    const { db } = api.database()
    const end = recorder.events.at(-1)?.position ?? 0n
    const grow = (from: bigint, events: number) =>
      sql`insert into event_log select ${from}::bigint + n, gen_random_uuid(), 'Happened', 'many-1', n, 'c', 'c', 'k', 'system', 'hub', null, now()
        from generate_series(1, ${events}) n`.execute(db)
    await grow(end, 950)
    const following = follow({ after: end.toString() })
    const reached = async () => {
      const notice = { generation: 1, position: (end + 20_000n).toString(), lagMs: 0 }
      api.bus.publish('qhub.projected', notice)
      await api.bus.flush()
    }
    await eventually(() => (following.messages.length > 0 ? true : undefined))
    await reached()
    await eventually(() => (following.heard().length === 950 ? true : undefined))
    t.equal(new Set(following.heard()).size, 950)
    t.ok(following.messages.every(({ data }) => (data?.logEventAppended.events.length ?? 0) <= 100))
    await following.stop()

    await grow(end + 950n, 10_000)
    const late = follow({ after: end.toString() })
    t.equal(await late.ended, 'complete')
    t.match(late.messages, [
      { errors: [{ extensions: { code: 'TAIL_BEHIND', position: end.toString() } }] },
    ])
    await late.stop()
  },
)
