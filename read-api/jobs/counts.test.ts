import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { countsByRegister, outcomesOf } from './counts.ts'

t.test('registers stand from the right in the order of declaration', async (t) => {
  const registers = [
    { name: 'a', size: 2 },
    { name: 'b', size: 1 },
  ]
  t.same(countsByRegister({ '101': 3, '001': 4, '110': 5 }, registers), [
    { name: 'a', size: 2, counts: { '01': 7, '10': 5 } },
    { name: 'b', size: 1, counts: { '1': 8, '0': 4 } },
  ])
})

t.test('no shot is lost, and put together again the registers are the whole', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(
      sizes,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 9 }),
      (all, numbers, n) => {
        const width = all.reduce((sum, size) => sum + size, 0)
        const counts: Record<string, number> = {}
        for (const [index, number] of [...numbers.take(n)].entries())
          counts[(number % 2 ** width).toString(2).padStart(width, '0')] = index + 1
        const total = Object.values(counts).reduce((sum, shots) => sum + shots, 0)
        const registers = all.map((size, index) => ({ name: `r${index}`, size }))
        return countsByRegister(counts, registers).every(
          ({ counts: own, size }) =>
            Object.keys(own).every((bits) => bits.length === size) &&
            Object.values(own).reduce((sum, shots) => sum + shots, 0) === total,
        )
      },
    ),
  )
})

t.test('the most frequent first, of equals the smaller', async (t) => {
  t.same(outcomesOf({ '11': 2, '01': 5, '00': 2, '10': 1 }, 3), [
    { bits: '01', shots: 5, probability: 0.5 },
    { bits: '00', shots: 2, probability: 0.2 },
    { bits: '11', shots: 2, probability: 0.2 },
  ])
  t.same(outcomesOf({}, 3), [])
})
