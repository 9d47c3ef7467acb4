import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { device } from '../../domain/devices/device.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { newId } from '../../platform/ids/ids.ts'
import { partitions } from '../../sagas/runtime/partition.ts'
import { price } from '../kit/jobs.ts'
import { contextOf, servicesOn } from '../kit/services.ts'
import { eventually } from '../servers/eventually.ts'
import { startTestPostgres } from '../servers/postgres.ts'

/** Processes load from source, and a frozen one is waited for. */
t.setTimeout(300_000)
const patienceMs = 90_000

const [store, database] = await Promise.all([
  startEventStore({ dataDir: t.testdir() }),
  startTestPostgres(),
])
const eventStore = connectEventStore(store.connectionString)
const services = servicesOn(eventStore)
const admin = new Client({ connectionString: database.url })
await admin.connect()
const children: ChildProcess[] = []
t.teardown(async () => {
  for (const child of children) child.kill('SIGKILL')
  await admin.end()
  await eventStore.close()
  await Promise.all([store.stop(), database.stop()])
})

const script = fileURLToPath(new URL('./saga-process.ts', import.meta.url))
const start = async (): Promise<ChildProcess> => {
  const args = ['--import=tsx', script, store.connectionString, database.url]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

/** How many pieces of a role's work each session holds, the least first. */
const parts = async (role: string): Promise<readonly number[]> => {
  const { rows } = await admin.query<{ pieces: number }>(
    `SELECT count(*)::int AS pieces FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND objid > 0 AND application_name = $1
     GROUP BY pid ORDER BY pieces`,
    [`quantum-hub lease ${role}`],
  )
  return rows.map(({ pieces }) => pieces)
}
const untilParts = (...wanted: readonly number[]) =>
  eventually(async () => {
    const held = await Promise.all(['saga', 'worker'].map(parts))
    return held.every((each) => each.join() === wanted.join()) ? true : undefined
  }, patienceMs)

const facts = DeviceFacts.parse({
  name: 'A device',
  technology: 'SIMULATOR',
  qubits: 2,
  shots: { min: 1, max: 10 },
  priceBook: [price],
  execution: { provider: 'simulator' },
})
const steps = ['GoOnline', 'PauseDevice', 'GoOnline'] as const

/** Devices to which several things happen, one after the other. */
const newDevices = (count: number): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const deviceId = newId()
      const tell = (command: Parameters<typeof device.decide>[0]) =>
        change(services, contextOf(newId()), 'input', device, deviceId, command)
      const providerOrganisation = newId()
      await tell({ type: 'RegisterDevice', deviceId, providerOrganisation, facts })
      for (const type of steps) await tell(type === 'PauseDevice' ? { type, reason: '' } : { type })
      return deviceId
    }),
  )

/** All inputs heard once and in order, every effect performed to one outcome. */
const isSettled = async (deviceId: string): Promise<boolean> => {
  const story = await eventStore.read(`deviceScheduling-${deviceId}`)
  const of = (type: string) => story.filter((event) => event.type === type)
  const heard = of('SagaInputReceived').map(
    ({ data }) => (data as { input: { type: string } }).input.type,
  )
  if (heard.length > 4) throw new Error(`${deviceId} heard ${heard.join()}`)
  const outcomes = of('SagaEffectSucceeded').length
  if (outcomes > of('SagaEffectRequested').length) throw new Error(`${deviceId}: a double outcome`)
  return (
    heard.join() === 'DeviceRegistered,DeviceWentOnline,DevicePaused,DeviceWentOnline' &&
    outcomes === of('SagaEffectRequested').length
  )
}
const settled = (deviceIds: readonly string[]) =>
  eventually(
    async () => ((await Promise.all(deviceIds.map(isSettled))).every(Boolean) ? true : undefined),
    patienceMs,
  )

t.test('two processes share the work; who is frozen or killed is replaced', async (t) => {
  const [first, second] = [await start(), await start()]
  await untilParts(partitions / 2, partitions / 2)
  const before = await newDevices(20)
  await settled(before)
  t.pass('together')

  first.kill('SIGSTOP')
  const whileFrozen = await newDevices(20)
  await untilParts(partitions)
  await settled(whileFrozen)
  t.pass('one does all while the other is frozen')

  first.kill('SIGCONT')
  await untilParts(partitions / 2, partitions / 2)
  const afterwards = newDevices(20)
  second.kill('SIGKILL')
  await settled(await afterwards)
  await untilParts(partitions)
  await settled([...before, ...whileFrozen])
  t.pass('who was frozen works on, alone when the other is killed, and nothing was done twice')
})
