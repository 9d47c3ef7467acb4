import t from 'tap'
import { readShared, withoutData } from '../data/shared.ts'
import { openDevice } from './kit/devices.ts'
import { objection, uniform, type Distribution } from './kit/distribution.ts'
import { openWorld } from './kit/hub.ts'
import { countsOf, refusalOf, run, submit } from './kit/jobs.ts'
import { Place } from './kit/place.ts'

/* The language's own examples: the static part runs, the rest is refused by the name of what is missing. */

const files = readShared('qasm/openqasm3-examples', '.qasm')
const skip = withoutData('qasm/openqasm3-examples')
const program = (name: string): string => {
  const text = files.get(`${name}.qasm`)
  if (text === undefined) throw new Error(`no ${name}`)
  return text
}

const fourBits = Array.from({ length: 16 }, (_, value) => value.toString(2).padStart(4, '0'))

/** Worked out by hand from what each program says of itself. */
const expected: Readonly<Record<string, Distribution>> = {
  // 1 + 15, with the carry in bit 4
  adder: uniform('10000'),
  // the inverse transform of the uniform state
  inverseqft1: uniform('0000'),
  inverseqft2: uniform('0000'),
  // the syndrome 01 of an error on q[0], which is corrected
  qec: uniform('01000'),
  // Z·S·S = 1 between two Hadamards
  rb: uniform('00'),
  // the transform of a basis state
  qft: uniform(...fourBits),
}

const refused: Readonly<Record<string, readonly [code: string, construct: RegExp]>> = {
  dd: ['QASM_UNSUPPORTED', /'stretch'/u],
  defcal: ['QASM_UNSUPPORTED', /'defcalgrammar'/u],
  gateteleport: ['QASM_UNSUPPORTED', /'extern'/u],
  // The example leaves its own CX and registers to the reader.
  cphase: ['QASM_UNDEFINED', /'CX'/u],
}

t.test('the examples of the OpenQASM 3 repository', { skip }, async (t) => {
  const world = await openWorld(t)
  const deviceId = await openDevice(world)

  await t.test('run where they are static', async (t) => {
    for (const [name, distribution] of Object.entries(expected)) {
      const counts = await countsOf(world, { source: program(name), deviceId, shots: 2000 })
      t.equal(objection(counts, distribution), undefined, name)
    }
  })

  await t.test('teleport carries cos²(0.15) to its last register', async (t) => {
    const counts = await countsOf(world, { source: program('teleport'), deviceId, shots: 20_000 })
    const one = Math.sin(0.15) ** 2
    const bits = ['00', '01', '10', '11']
    const all = new Map(
      bits.flatMap((seen): [string, number][] => [
        [`0${seen}`, (1 - one) / 4],
        [`1${seen}`, one / 4],
      ]),
    )
    t.equal(objection(counts, all), undefined)
  })

  await t.test(
    'ipe keeps its phase in an angle: it completes without classical bits',
    async (t) => {
      const { status, result } = await run(world, { source: program('ipe'), deviceId, shots: 50 })
      t.equal(status, 'COMPLETED')
      t.same(result?.counts, { '': 50 })
      t.same(result?.registers, [])
    },
  )

  await t.test('the rest is refused by name', async (t) => {
    const appended = await world.watchAppends()
    for (const [name, [code, construct]] of Object.entries(refused)) {
      const { status, problem } = await refusalOf(
        submit(world, { source: program(name), deviceId }),
      )
      t.equal(status, 422, name)
      const [error] = Place.parse(problem).errors
      t.match(error, { pointer: '/source', code, detail: construct }, name)
    }
    t.same(await appended(), [])
  })

  await t.test('none is left out', async (t) => {
    const known = [...Object.keys(expected), ...Object.keys(refused), 'teleport', 'ipe']
    t.same([...files.keys()], known.map((name) => `${name}.qasm`).sort())
  })
})
