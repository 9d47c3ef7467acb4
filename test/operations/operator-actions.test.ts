import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Services } from '../../commands/shared/services.ts'
import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { operatorDeed } from '../../ops/operations/operator-deed.ts'
import { newId } from '../../platform/ids/ids.ts'
import type { DeedOrder } from '../../platform/operations/port.ts'
import { deviceScheduling } from '../../sagas/devices/scheduling.ts'
import { performSchedulingEffects } from '../../sagas/devices/perform.ts'
import { operatorActions } from '../../sagas/operations/operator-actions.ts'
import { performOperatorEffects } from '../../sagas/operations/perform.ts'
import { TryAgain } from '../../sagas/runtime/outage.ts'
import { register } from '../../sagas/runtime/registry.ts'
import { meta } from '../kit/given-when-then/meta.ts'
import { runSagas } from '../kit/saga-runtime.ts'
import { eventually } from '../servers/eventually.ts'
import { call, succeed, type Reply } from '../write-api/kit/client.ts'
import { startHub } from '../write-api/kit/hub.ts'
import { makeOperator, signUp } from '../write-api/kit/people.ts'

t.setTimeout(120_000)
const hub = await startHub()
t.teardown(() => hub.stop())
const { eventStore } = hub.services
const { token } = await makeOperator(hub)
const sagas = [
  register(deviceScheduling, performSchedulingEffects),
  register(operatorActions, performOperatorEffects),
]
/** Another process of the hub, on the same log. */
const process = (ports: Partial<Services> = {}): Services => ({
  ...hub.services,
  ...{ foldCache: createFoldCache(), streamLocks: createStreamLocks() },
  ...ports,
})

const ask = (body: object, more: { readonly key?: string; readonly validateOnly?: boolean } = {}) =>
  call(hub.app, 'POST', `/v1/operator-actions?validateOnly=${more.validateOnly ?? false}`, {
    ...{ token, body: { reason: 'a test', ...body } },
    ...(more.key === undefined ? {} : { key: more.key }),
  })
const outcomeOf = (asked: Reply) =>
  eventually(async () => {
    const path = `/v1/operator-actions/${String(asked.body.actionId)}`
    const reply = await succeed(hub.app, 'GET', path, { token })
    return reply.body.status === 'REQUESTED' ? undefined : reply
  })
const typesIn = async (stream: string) => (await eventStore.read(stream)).map(({ type }) => type)

/** Something that will happen, and that can be waited for. */
const moment = () => {
  let comes = (): void => {}
  const isThere = new Promise<void>((resolve) => {
    comes = resolve
  })
  return { isThere, comes: () => comes() }
}

/** An instance with an event in its line that nobody can read. */
const stuckInstance = async () => {
  const deviceId = newId()
  const id = newId()
  const metadata = {
    ...{ $correlationId: newId(), $causationId: newId(), commandId: newId(), inputHash: 'x' },
    ...{ actor: meta.actor, occurredAt: meta.now, schema: 99 },
  }
  const event = { id, type: 'DeviceRegistered', data: { deviceId }, metadata }
  await eventStore.append(`device-${deviceId}`, [event], 'no-stream')
  const stream = `deviceScheduling-${deviceId}`
  await eventually(async () => ((await eventStore.read(stream)).length > 0 ? true : undefined))
  return { stream, id }
}

t.test('a dry run, a confirmation, the deed, and its outcome', async (t) => {
  const stop = runSagas(process(), sagas)
  const { stream, id } = await stuckInstance()
  const wish = { action: 'deadletters.skip', subject: stream, parameters: { id } }

  const before = hub.appends()
  const dry = await ask({ ...wish, confirm: stream }, { validateOnly: true })
  t.match(dry, { status: 200, body: { validateOnly: true } })
  const [{ data }] = dry.body.events
  t.same(data.would, [`${stream}: message ${id} (input) is left out, for good`])
  t.equal(hub.appends(), before, 'nothing was written')

  t.match(await ask(wish), { status: 422, body: { code: 'CONFIRMATION_REQUIRED' } })
  const preview = 'b'.repeat(64)
  const other = await ask({ ...wish, confirm: stream, preview })
  t.match(other, { status: 409, body: { code: 'PREVIEW_OUTDATED' } })

  const redriven = await ask({ action: 'saga.redrive', subject: stream })
  t.equal(redriven.status, 202)
  t.match((await outcomeOf(redriven)).body, {
    ...{ status: 'FAILED', detail: /DeviceRegistered@99/, performer: 'HUB' },
  })

  const key = randomUUID()
  const asked = await ask({ ...wish, confirm: stream, preview: data.preview }, { key })
  t.match(asked, {
    status: 202,
    headers: { location: `/v1/operator-actions/${String(asked.body.actionId)}` },
  })
  const outcome = await outcomeOf(asked)
  t.match(outcome.body, { status: 'DONE', detail: `${stream}: ${id} skipped`, would: data.would })
  const again = await ask({ ...wish, confirm: stream, preview: data.preview }, { key })
  t.same([again.status, again.body], [202, asked.body], 'the same request finds the same action')

  const story = await eventStore.read(stream)
  const skipped = story.find(({ type }) => type === 'SagaMessageSkipped')
  t.equal(skipped?.metadata.$causationId, asked.body.actionId, 'the deed names its action')
  await stop()
})

t.test('what is not there, and who is no operator', async (t) => {
  const away = { action: 'saga.redrive', subject: `deviceScheduling-${newId()}` }
  t.match(await ask(away), { status: 404, body: { code: 'NOT_FOUND' } })
  t.match(await ask({ ...away, subject: 'job-1' }), { status: 404 })
  t.match(await ask({ action: 'quarantine.retry', subject: 'job-1' }), { status: 404 })
  t.match(await ask({ action: 'store.backup', subject: '/' }), { body: { code: 'INVALID_INPUT' } })
  t.match(await ask({ action: 'deadletters.redrive', subject: 'all', parameters: { a: 'b' } }), {
    body: { code: 'INVALID_INPUT' },
  })
  const customer = await signUp(hub, 'customer')
  const by = { token: customer.token, body: { ...away, reason: 'mine' } }
  t.match(await call(hub.app, 'POST', '/v1/operator-actions', by), { status: 403 })
  const path = `/v1/operator-actions/${newId()}`
  t.match(await call(hub.app, 'GET', path, { token: customer.token }), { status: 403 })
  t.match(await call(hub.app, 'GET', path, { token }), { status: 404 })
})

t.test(
  'killed between the deed and its outcome, it is done once, and read again not at all',
  async (t) => {
    let performed = 0
    const deedDone = moment()
    const gone = moment()
    const { operations } = hub.services
    const hangs = {
      ...operations,
      perform: async (order: DeedOrder) => {
        await operations.perform(order)
        performed += 1
        deedDone.comes()
        // The process dies here: nobody hears what came of it.
        await gone.isThere
        throw new TryAgain('killed')
      },
    }
    const killed = runSagas(process({ operations: hangs }), sagas)
    const { stream, id } = await stuckInstance()
    const asked = await ask({
      ...{ action: 'deadletters.skip', subject: stream, parameters: { id }, confirm: stream },
    })
    await deedDone.isThere
    const buried = killed()
    const count = async () => (await typesIn(stream)).filter((type) => /Skipped/.test(type)).length
    t.equal(await count(), 1)

    const counted = {
      ...operations,
      perform: (order: DeedOrder) => {
        performed += 1
        return operations.perform(order)
      },
    }
    const next = runSagas(process({ operations: counted }), sagas)
    const actionId = String(asked.body.actionId)
    t.match((await outcomeOf(asked)).body, { status: 'DONE' })
    t.same([performed, await count()], [2, 1], 'performed again, it skips nothing again')
    const instance = `operatorActions-${actionId}`
    await eventually(async () =>
      (await typesIn(instance)).includes('SagaEnded') ? true : undefined,
    )
    await next()
    gone.comes()
    await buried

    const last = runSagas(process({ operations: counted }), sagas)
    await outcomeOf(await ask({ action: 'deadletters.redrive', subject: 'all' }))
    t.equal(performed, 3, 'the whole log read again: only the new one is performed')
    t.same(await typesIn(`operatorAction-${actionId}`), [
      'OperatorActionRequested',
      'OperatorActionFinished',
    ])
    await last()
  },
)

t.test('the command line does it itself, and the saga leaves that alone', async (t) => {
  const stop = runSagas(process(), sagas)
  const { stream, id } = await stuckInstance()
  const wish = { action: 'deadletters.skip', subject: stream, reason: 'not ours' } as const
  const came = await operatorDeed(hub, { ...wish, parameters: { id } })
  t.match(came, { outcome: 'DONE' })
  const backup = { action: 'store.backup', subject: '/backup', reason: 'weekly' } as const
  const own = await operatorDeed(hub, backup, async ({ actionId }) => {
    t.same(await typesIn(`operatorAction-${actionId}`), ['OperatorActionRequested'])
    return { outcome: 'DONE', detail: '12 files', files: 12 }
  })
  t.equal(own.files, 12)
  const boom = operatorDeed(hub, backup, () => Promise.reject(new Error('the disk is full')))
  await t.rejects(boom, /disk is full/)
  for (const { actionId } of [came, own]) {
    const { body } = await succeed(hub.app, 'GET', `/v1/operator-actions/${actionId}`, { token })
    t.match(body, { status: 'DONE', performer: 'CLI', by: /^cli:/ })
    const saga = `operatorActions-${actionId}`
    await eventually(async () => ((await typesIn(saga)).includes('SagaEnded') ? true : undefined))
    t.notOk((await typesIn(saga)).includes('SagaEffectRequested'))
  }
  await stop()
})

t.test('streams that wait are driven on by the projectors, asked once', async (t) => {
  const { pool } = hub
  const stream = `job-${newId()}`
  for (const group of ['jobs', 'log'])
    await pool.query(
      `INSERT INTO quarantine (stream, revision, position, event_id, event_type, error, since, waiting, last_revision, last_position, group_name)
       VALUES ($1, 0, 1, $2, 'JobSubmitted', 'odd', now(), 3, 3, 4, $3)`,
      [stream, newId(), group],
    )
  const { operations } = hub.services
  const dry = await operations.preview({
    action: 'quarantine.skip',
    subject: stream,
    parameters: {},
  })
  t.match(dry, { would: [/leave out JobSubmitted/, /3 behind it/] })
  const order: DeedOrder = {
    ...{ action: 'quarantine.skip', subject: stream, parameters: {}, actionId: newId() },
    ...{ correlationId: newId(), by: 'somebody', reason: 'odd' },
  }
  const asking = operations.perform(order)
  await eventually(async () => {
    const { rowCount } = await pool.query(
      `UPDATE quarantine_request SET outcome = 'DONE', detail = '4 events applied', done_at = now()
       WHERE stream = $1 AND outcome IS NULL`,
      [stream],
    )
    const { rows } = await pool.query(
      'SELECT FROM quarantine_request WHERE stream = $1 AND outcome IS NOT NULL',
      [stream],
    )
    return rowCount !== null && rows.length === 2 ? true : undefined
  })
  t.match(await asking, {
    outcome: 'DONE',
    detail: 'jobs: DONE 4 events applied; log: DONE 4 events applied',
  })
  await pool.query('DELETE FROM quarantine WHERE stream = $1', [stream])
  t.match(
    await operations.perform(order),
    { outcome: 'DONE' },
    'asked again, it is the same request',
  )
  const { rows } = await pool.query('SELECT FROM quarantine_request WHERE stream = $1', [stream])
  t.equal(rows.length, 2)
  t.match(await operations.perform({ ...order, actionId: newId() }), { outcome: 'FAILED' })
})
