import { readdirSync } from 'node:fs'
import t from 'tap'
import { simulate } from '../../test/providers/simulate.ts'
import { templateNames, templateOf, type TemplateName } from './templates.ts'

const shots = 4000
const seed = '11'

/** What a right circuit answers: the probability of each outcome of the register that was declared last. */
type Expected = Readonly<Record<string, number>>
const fair: Expected = Object.fromEntries(
  Array.from({ length: 256 }, (_, n) => [n.toString(2).padStart(8, '0'), 1 / 256]),
)
const certain = (bits: string): Expected => ({ [bits]: 1 })

const expected: Readonly<Record<TemplateName, { readonly of: number; readonly is: Expected }>> = {
  'bell-pair': { of: 2, is: { '00': 0.5, '11': 0.5 } },
  'ghz-state': { of: 5, is: { '00000': 0.5, '11111': 0.5 } },
  'random-number': { of: 8, is: fair },
  'deutsch-jozsa': { of: 3, is: certain('111') },
  'grover-search': { of: 2, is: certain('10') },
  'phase-estimation': { of: 3, is: certain('011') },
  teleportation: { of: 1, is: { '1': 0.25, '0': 0.75 } },
  'bit-flip-code': { of: 3, is: certain('111') },
}

/** Registers declared later stand to the left. */
const countsOf = (histogram: Readonly<Record<string, number>>, width: number) => {
  const counts = new Map<string, number>()
  for (const [bits, seen] of Object.entries(histogram)) {
    const part = bits.replaceAll(' ', '').slice(0, width)
    counts.set(part, (counts.get(part) ?? 0) + seen)
  }
  return counts
}

for (const name of templateNames)
  t.test(`${name} does what it says`, async (t) => {
    const { of, is } = expected[name]
    const counts = countsOf(simulate(templateOf(name).source, shots, seed).counts(), of)
    t.equal(
      [...counts.values()].reduce((sum, seen) => sum + seen, 0),
      shots,
    )
    for (const [bits, p] of Object.entries(is)) {
      const allowed = 5 * Math.sqrt(shots * p * (1 - p))
      t.ok(Math.abs((counts.get(bits) ?? 0) - shots * p) <= allowed, `${bits} in ${p} of the shots`)
      counts.delete(bits)
    }
    t.strictSame([...counts.keys()], [], 'nothing else was seen')
  })

t.test('every circuit of the folder is a template', async (t) => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.qasm'))
  t.strictSame(
    files.map((file) => file.slice(0, -'.qasm'.length)).toSorted(),
    [...templateNames].toSorted(),
  )
})
