import fc from 'fast-check'
import t from 'tap'
import { trackInFlight } from './in-flight.ts'

t.test('nothing seen, nothing safe', async (t) => {
  const inFlight = trackInFlight()
  t.equal(inFlight.safe(), undefined)
  inFlight.begin(1n)
  t.equal(inFlight.safe(), undefined)
  t.equal(inFlight.size(), 1)
})

t.test('what stands between events is skipped, once they are done', async (t) => {
  const inFlight = trackInFlight()
  inFlight.begin(10n)
  inFlight.skipTo(20n)
  t.equal(inFlight.safe(), undefined)
  inFlight.finish(10n)
  t.equal(inFlight.safe(), 20n)
  inFlight.skipTo(30n)
  t.equal(inFlight.safe(), 30n)
})

/** Positions begun in log order with skips in between, and the order in which they finish. */
const history = fc
  .uniqueArray(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 40 })
  .map((positions) => positions.toSorted((a, b) => (a < b ? -1 : 1)))
  .chain((positions) =>
    fc.record({
      positions: fc.constant(positions),
      skips: fc.array(fc.boolean(), { minLength: positions.length, maxLength: positions.length }),
      order: fc.shuffledSubarray(positions, { minLength: positions.length }),
      early: fc.nat({ max: positions.length }),
    }),
  )

t.test('never passes what is open, never goes back, and reaches the end', async () => {
  fc.assert(
    fc.property(history, ({ positions, skips, order, early }) => {
      const inFlight = trackInFlight()
      const open = new Set<bigint>()
      let before = -1n
      const holds = (): boolean => {
        const safe = inFlight.safe() ?? -1n
        const passes = [...open].every((position) => safe < position)
        const forward = safe >= before
        before = safe
        return passes && forward && inFlight.size() === open.size
      }
      const begun: bigint[] = []
      for (const [index, position] of positions.entries()) {
        if (skips[index] === true) inFlight.skipTo(position)
        else {
          inFlight.begin(position)
          open.add(position)
          begun.push(position)
        }
        if (!holds()) return false
        // Some finish while others are still to begin.
        const next = order.find((candidate) => open.has(candidate))
        if (index < early && next !== undefined) {
          inFlight.finish(next)
          open.delete(next)
          if (!holds()) return false
        }
      }
      for (const position of order.filter((each) => open.has(each))) {
        inFlight.finish(position)
        open.delete(position)
        if (!holds()) return false
      }
      return inFlight.safe() === positions.at(-1)
    }),
    { numRuns: 1000 },
  )
})
