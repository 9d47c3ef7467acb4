import t from 'tap'
import { readShared, withoutData } from '../data/shared.ts'
import { openDevice } from './kit/devices.ts'
import { objection, uniform, type Counts, type Distribution } from './kit/distribution.ts'
import { openWorld } from './kit/hub.ts'
import { hasEnded, jobWhen, refusalOf, run, submit } from './kit/jobs.ts'
import { exactDistribution } from './reference/exact.ts'

/* Published circuits through the front door of a whole hub, against probabilities computed by other code than ours. */

const files = readShared('qasm/qasmbench', '.qasm')
const skip = withoutData('qasm/qasmbench')
const program = (name: string): string => {
  const text = files.get(`${name}.qasm`)
  if (text === undefined) throw new Error(`no ${name}`)
  return text
}

const tooWide = ['ising_n26', 'cat_state_n22']
/** 2^18 equal outcomes: known without computing them. */
const byHand = ['qft_n18']
const others = [...files.keys()]
  .map((name) => name.replace('.qasm', ''))
  .filter((name) => !tooWide.includes(name) && !byHand.includes(name))

/** One outcome only, so that no shot may stray. */
const certain = [
  'adder_n4',
  'basis_change_n3',
  'bigadder_n18',
  'bv_n14',
  'fredkin_n3',
  'grover_n2',
  'hs4_n4',
  'inverseqft_n4',
  'ipea_n2',
  'iswap_n2',
  'multiply_n13',
  'qec_sm_n5',
]

const shots = 4000

t.test('the circuits of QASMBench', { skip }, async (t) => {
  const world = await openWorld(t)
  const deviceId = await openDevice(world)
  const jobs = new Map<string, string>()
  for (const name of [...others, ...byHand])
    jobs.set(name, await submit(world, { source: program(name), deviceId, shots, name }))

  const countsOf = async (name: string): Promise<Counts> => {
    const job = await jobWhen(world, jobs.get(name) ?? '', hasEnded, 'wait=30')
    return job.result?.counts ?? {}
  }

  await t.test('give the distributions of an independent calculation', async (t) => {
    t.ok(others.length >= 25, `${others.length} circuits`)
    for (const name of others) {
      const counts = await countsOf(name)
      t.equal(
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        shots,
        name,
      )
      t.equal(objection(counts, exactDistribution(program(name))), undefined, name)
    }
  })

  await t.test('deterministic ones are exact', async (t) => {
    for (const name of certain) {
      const [[key, p] = ['', 0], ...rest] = exactDistribution(program(name))
      t.same(rest, [], `${name} has one outcome`)
      t.ok(Math.abs(p - 1) < 1e-9)
      t.same(await countsOf(name), { [key]: shots }, name)
    }
  })

  await t.test('qft_n18 measures into its second register, every outcome alike', async (t) => {
    const counts = await countsOf('qft_n18')
    t.ok(Object.keys(counts).every((key) => key.length === 36 && key.endsWith('0'.repeat(18))))
    const alike: Distribution = uniform(
      ...Array.from({ length: 64 }, (_, value) => value.toString(2).padStart(6, '0')),
    )
    for (const from of [0, 6, 12]) {
      const part: Record<string, number> = {}
      for (const [key, count] of Object.entries(counts)) {
        const bits = key.slice(from, from + 6)
        part[bits] = (part[bits] ?? 0) + count
      }
      t.equal(objection(part, alike), undefined, `bits from ${from}`)
    }
  })

  await t.test(
    'what is too wide for the simulator is refused, and nothing is stored',
    async (t) => {
      const appended = await world.watchAppends()
      for (const name of tooWide) {
        const refused = await refusalOf(submit(world, { source: program(name), deviceId }))
        t.match(refused, { status: 422, code: 'TOO_MANY_QUBITS' }, name)
      }
      t.same(await appended(), [])
    },
  )

  await t.test('what is too wide for the device is refused', async (t) => {
    const small = await openDevice(world, { qubits: 3 })
    const refused = await refusalOf(submit(world, { source: program('adder_n4'), deviceId: small }))
    t.match(refused, { status: 422, code: 'TOO_MANY_QUBITS' })
  })
})

t.test('cat_state_n22 runs where the operator allows 24 qubits', { skip }, async (t) => {
  const world = await openWorld(t, { QHUB_SIMULATOR_MAX_QUBITS: '24' })
  const deviceId = await openDevice(world)
  const { status, result } = await run(world, { source: program('cat_state_n22'), deviceId, shots })
  t.equal(status, 'COMPLETED')
  const zeros = '0'.repeat(22)
  const cat = uniform(zeros + zeros, '1'.repeat(22) + zeros)
  t.equal(objection(result?.counts ?? {}, cat), undefined)
  const refused = await refusalOf(submit(world, { source: program('ising_n26'), deviceId }))
  t.equal(refused.code, 'TOO_MANY_QUBITS', '24 is the most there is')
})
