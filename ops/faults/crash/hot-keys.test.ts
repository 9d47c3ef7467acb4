import t from 'tap'
import { hotKeys } from '../../../platform/positions/hot-keys.ts'
import { hotDeviceQueue } from '../../../projections/devices/hot.ts'
import type { DeviceQueueDepthRow } from '../../../projections/devices/tables.ts'
import { hotJob } from '../../../projections/jobs/hot.ts'
import type { JobRow } from '../../../projections/jobs/tables.ts'
import { hotFindings, type HotEvidence } from './hot-keys.ts'

const keys = hotKeys(1)

const job = (job_id: string): JobRow =>
  // The columns that a key is made of; nobody looks at the others here.
  ({
    job_id,
    organisation: 'o',
    status: 'COMPLETED',
    phase: 'ENDED',
    billing: 'SETTLED',
    revision: 9n,
    position: 40n,
  }) as unknown as JobRow

// As above.
const queue = {
  device_id: 'd',
  waiting: 0,
  running: 0,
  accepting: true,
  position: 41n,
} as unknown as DeviceQueueDepthRow

const jobs = ['one', 'two'].map(job)
const held = new Map([
  [keys.position, '42'],
  ...[...jobs.map((row) => hotJob(1, row)), hotDeviceQueue(1, queue)].flatMap((write) =>
    write.kind === 'set' ? [[write.key, write.value] as const] : [],
  ),
])
const sound: HotEvidence = { reached: 42n, jobs, queues: [queue], held }

const without = (...gone: readonly string[]): HotEvidence => ({
  ...sound,
  held: new Map([...held].filter(([key]) => !gone.includes(key))),
})
const altered = (key: string, value: string): HotEvidence => ({
  ...sound,
  held: new Map([...held, [key, value]]),
})

t.test('keys that say what their rows say are well; that one has run out is no harm', (t) => {
  t.same(hotFindings(sound), [])
  t.same(hotFindings(without(keys.job('one'))), [])
  t.same(hotFindings(without(keys.deviceQueue('d'))), [])
  t.end()
})

const planted: readonly (readonly [string, HotEvidence, RegExp])[] = [
  ['an empty cache', { ...sound, held: new Map() }, /at no position.*none of 2 jobs/s],
  ['a cache without a position', without(keys.position), /at no position, the rows at 42/],
  ['keys that stayed behind', altered(keys.position, '41'), /at 41, the rows at 42/],
  ['keys ahead of their rows', altered(keys.position, '43'), /at 43, the rows at 42/],
  ['no job in the cache', without(keys.job('one'), keys.job('two')), /none of 2 jobs/],
  ['a stale job', altered(keys.job('one'), '{}'), /g1:job:one holds \{\}, its row \{"/],
  ['a stale queue', altered(keys.deviceQueue('d'), '{}'), /g1:device-queue:d holds/],
]

t.test('what would be wrong would be found', (t) => {
  for (const [name, evidence, finding] of planted)
    t.match(hotFindings(evidence).join('\n'), finding, name)
  t.end()
})
