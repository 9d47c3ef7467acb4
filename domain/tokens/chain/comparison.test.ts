import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { chainComparison, type ComparisonCommand } from './comparison.ts'

const { after, given } = decider(chainComparison)
const compare = (ours: bigint, theirs: readonly bigint[]): ComparisonCommand => ({
  ...{ type: 'CompleteComparison', runId: idNamed('run'), asset: 'QVT/18', ours },
  holdings: theirs.map((amount, n) => ({ chain: `c${n}`, block: '7', amount: String(amount) })),
})

t.test('what the chains hold together is what the ledger says', async (t) => {
  const { decision } = given().when(compare(12n, [5n, 7n]))
  t.match(decision, [{ data: { theirs: '12', difference: '0', isConfirmed: false } }])
  after(compare(12n, [5n, 7n]))
    .when(compare(12n, [5n, 7n]))
    .then([])
})

t.test('a difference is one when it stays the same while other things move', async (t) => {
  const first = given().when(compare(10n, [12n]))
  t.match(first.decision, [{ data: { difference: '-2', isConfirmed: false } }])
  const again = after(compare(10n, [12n])).when(compare(30n, [32n]))
  t.match(again.decision, [{ data: { difference: '-2', isConfirmed: true } }])
  const still = after(compare(10n, [12n])).when(compare(10n, [12n]))
  t.match(still.decision, [{ data: { isConfirmed: true } }])
  const other = after(compare(10n, [12n])).when(compare(10n, [13n]))
  t.match(other.decision, [{ data: { difference: '-3', isConfirmed: false } }])
  const gone = after(compare(10n, [12n]), compare(10n, [12n])).when(compare(12n, [12n]))
  t.match(gone.decision, [{ data: { difference: '0', isConfirmed: false } }])
})
