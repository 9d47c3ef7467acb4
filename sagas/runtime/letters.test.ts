import t from 'tap'
import { load } from '../../commands/shared/load.ts'
import type { Json } from '../../domain/shared/json.ts'
import { newId } from '../../platform/ids/ids.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { runSagas } from '../../test/kit/saga-runtime.ts'
import { servicesOn } from '../../test/kit/services.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { succeeded } from './effects.ts'
import { instanceOf } from './instance.ts'
import { redrive, skip } from './letters.ts'
import { register } from './registry.ts'
import type { Saga } from './saga.ts'

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)
const services = servicesOn(eventStore)

type Effect = { readonly kind: 'note'; readonly deviceId: string }
type Offline = { readonly deviceId: string }
type Code = {
  readonly decides?: (type: string) => void
  readonly folds?: (type: string) => void
  readonly performs?: (deviceId: string) => void
}

/** Notes what it hears of a device; its code may be broken in any part. */
const noting = ({ decides, folds, performs }: Code = {}) => {
  const saga: Saga<readonly string[], Effect> = {
    name: 'noting',
    version: 1,
    streamPrefixes: ['device-'],
    routes: {
      DeviceWentOnline: { starts: 'deviceId' },
      DevicePaused: { continues: 'deviceId' },
      DeviceWentOffline: { continues: 'deviceId' },
      DeviceRetired: { stops: 'deviceId', outcome: 'RETIRED' },
    },
    mayRest: true,
    initial: [],
    evolve: (state, message) => {
      if (message.type !== 'input') return state
      folds?.(message.input.type)
      return [...state, message.input.type]
    },
    decide: (message) => {
      if (message.type !== 'input') return []
      decides?.(message.input.type)
      return message.input.type === 'DeviceWentOffline'
        ? [{ do: 'request', effect: { kind: 'note', ...(message.input.data as Offline) } }]
        : []
    },
  }
  return register(saga, {
    note: async ({ deviceId }) => {
      performs?.(deviceId)
      return succeeded()
    },
  })
}
const breaksOn = (broken: string) => (type: string) => {
  if (type === broken) throw new Error(`${type} is too much`)
}

const metadata = (schema: number) => ({
  $correlationId: newId(),
  $causationId: newId(),
  commandId: newId(),
  inputHash: 'x',
  actor: meta.actor,
  occurredAt: meta.now,
  schema,
})

/** A device that these things happen to. */
const newDevice = () => {
  const deviceId = newId()
  const stream = `device-${deviceId}`
  let revision = -1n
  const append = async (type: string, data: Json, schema = 1): Promise<void> => {
    const event = { id: newId(), type, data, metadata: metadata(schema) }
    await eventStore.append(stream, [event], revision === -1n ? 'no-stream' : revision)
    revision += 1n
  }
  const at = { deviceId, at: meta.now }
  const happen = (type: string) =>
    append(type, type === 'DeviceWentOnline' ? at : { ...at, reason: '' })
  return { deviceId, append, happen }
}

const stateOf = async (instance: string, code: Code = {}) =>
  (
    await load(
      eventStore,
      servicesOn(eventStore).foldCache,
      instanceOf(noting(code).saga),
      instance,
    )
  ).state
const until = (instance: string, holds: (state: Awaited<ReturnType<typeof stateOf>>) => boolean) =>
  eventually(async () => {
    const state = await stateOf(instance)
    return holds(state) ? state : undefined
  })
const codes = ({ line }: Awaited<ReturnType<typeof stateOf>>) => line.map(({ code }) => code)

t.test('what an instance cannot take waits with all that comes after; others go on', async (t) => {
  const [sick, well] = [newDevice(), newDevice()]
  const stopSagas = runSagas(services, [noting({ decides: breaksOn('DevicePaused') })])
  for (const type of ['DeviceWentOnline', 'DevicePaused', 'DeviceWentOffline', 'DeviceWentOnline'])
    await sick.happen(type)
  for (const type of ['DeviceWentOnline', 'DeviceWentOffline']) await well.happen(type)
  t.same((await until(well.deviceId, ({ state }) => state.length === 2)).line, [])
  const before = await until(sick.deviceId, ({ line }) => line.length === 3)
  t.same(codes(before), ['NOT_TAKEN', 'BEHIND', 'BEHIND'])
  t.same(before.state, ['DeviceWentOnline'])
  t.match(before.line[0]?.detail, 'DevicePaused is too much')

  const broken = { each: noting({ decides: breaksOn('DevicePaused') }), instance: sick.deviceId }
  t.match(await redrive(servicesOn(eventStore), broken), { taken: 0, left: 3, failure: /too much/ })
  const mended = { each: noting(), instance: sick.deviceId }
  // The outcome of what it requests meanwhile may come to stand in line too.
  t.match(await redrive(servicesOn(eventStore), mended), { left: 0 })
  const after = await until(sick.deviceId, ({ outstanding }) => outstanding.size === 0)
  t.same(after.state, ['DeviceWentOnline', 'DevicePaused', 'DeviceWentOffline', 'DeviceWentOnline'])
  t.same(after.line, [])
  await stopSagas()
})

t.test('a start that cannot be taken holds what continues it', async (t) => {
  const device = newDevice()
  const stopSagas = runSagas(services, [noting({ decides: breaksOn('DeviceWentOnline') })])
  await device.happen('DeviceWentOnline')
  await device.happen('DevicePaused')
  await until(device.deviceId, ({ line }) => line.length === 2)
  await stopSagas()
  const mended = { each: noting(), instance: device.deviceId }
  t.match(await redrive(servicesOn(eventStore), mended), { taken: 2, left: 0 })
  t.same((await stateOf(device.deviceId)).state, ['DeviceWentOnline', 'DevicePaused'])
})

t.test('what today’s code cannot read waits, and can be left out', async (t) => {
  const device = newDevice()
  const stopSagas = runSagas(services, [noting()])
  await device.happen('DeviceWentOnline')
  await device.append('DevicePaused', { deviceId: device.deviceId, written: 'by another' }, 99)
  await device.happen('DeviceRetired')
  const { line } = await until(device.deviceId, (state) => state.line.length === 2)
  t.match(line, [{ code: 'NOT_READ', detail: /DevicePaused@99/ }, { code: 'BEHIND' }])
  const to = { each: noting(), instance: device.deviceId }
  t.match(await redrive(services, to), { taken: 0, left: 2, failure: /DevicePaused@99/ })
  const [first] = line
  const id = first?.message.type === 'input' ? first.message.inputId : ''
  await skip(services, to, id, 'written by mistake')
  await t.rejects(skip(services, to, id, 'again'), { name: 'Refused' })
  t.match(await redrive(services, to), { taken: 1, left: 0 })
  t.match(await stateOf(device.deviceId), {
    state: ['DeviceWentOnline', 'DeviceRetired'],
    ended: 'RETIRED',
  })
  await stopSagas()
})

t.test('what names no instance waits in a line of its stream, and holds nobody', async (t) => {
  const device = newDevice()
  const stopSagas = runSagas(services, [noting()])
  await device.append('DevicePaused', { of: 'whom?' })
  await device.happen('DeviceWentOnline')
  await until(device.deviceId, ({ started }) => started)
  const instance = `unrouted.device-${device.deviceId}`
  const { line } = await until(instance, (state) => state.line.length === 1)
  t.match(line, [{ code: 'NOT_READ' }])
  t.match(await redrive(services, { each: noting(), instance }), { taken: 0, left: 1 })
  await stopSagas()
})

t.test('on a history that cannot be folded nothing is decided', async (t) => {
  const device = newDevice()
  let stopSagas = runSagas(services, [noting()])
  await device.happen('DeviceWentOnline')
  await until(device.deviceId, ({ started }) => started)
  await stopSagas()
  const folds = breaksOn('DeviceWentOnline')
  stopSagas = runSagas(servicesOn(eventStore), [noting({ folds })])
  await device.happen('DeviceWentOffline')
  const parked = await until(device.deviceId, ({ line }) => line.length === 1)
  t.match(parked.line, [{ code: 'HISTORY_NOT_FOLDED', detail: /DeviceWentOnline is too much/ }])
  await stopSagas()
  const to = { each: noting(), instance: device.deviceId }
  t.match(await redrive(servicesOn(eventStore), to), { taken: 1, left: 0 })
})

const hasty = { attempts: 3, firstPauseMs: 1, longestPauseMs: 1, lastedMs: 60_000 }

t.test('an effect that keeps failing by our own fault is given up, and redriven', async (t) => {
  const device = newDevice()
  let broken = true
  let performed = 0
  const performs = (deviceId: string) => {
    if (deviceId !== device.deviceId) return
    performed += 1
    if (broken) throw new TypeError('not a function')
  }
  const stopSagas = runSagas(services, [noting({ performs })], { patience: hasty })
  await device.happen('DeviceWentOnline')
  await device.happen('DeviceWentOffline')
  const parkedNow = () =>
    until(device.deviceId, ({ outstanding }) =>
      [...outstanding.values()].some(({ standing }) => standing === 'PARKED'),
    )
  await parkedNow()
  t.equal(performed, 3)
  const to = { each: noting(), instance: device.deviceId }
  t.match(await redrive(services, to), { effects: 1 })
  await eventually(() => (performed === 6 ? true : undefined))
  await parkedNow()
  broken = false
  await redrive(services, to)
  await until(device.deviceId, ({ outstanding }) => outstanding.size === 0)
  t.equal(performed, 7)
  await stopSagas()
})

t.test('or is refused to its saga', async (t) => {
  const device = newDevice()
  const performs = () => {
    throw new TypeError('not a function')
  }
  const stopSagas = runSagas(services, [noting({ performs })], { patience: hasty })
  await device.happen('DeviceWentOnline')
  await device.happen('DeviceWentOffline')
  const { outstanding } = await until(device.deviceId, (state) =>
    [...state.outstanding.values()].some(({ standing }) => standing === 'PARKED'),
  )
  const [effectId = ''] = outstanding.keys()
  await skip(services, { each: noting(), instance: device.deviceId }, effectId, 'by hand')
  const story = await eventStore.read(`noting-${device.deviceId}`)
  t.match(story.at(-1), {
    type: 'SagaEffectRefused',
    data: { code: 'SKIPPED', detail: 'by hand' },
  })
  await stopSagas()
})
