import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { settlement, type SettlementCommand } from './settlement.ts'

const { given, after } = decider(settlement)
const open: SettlementCommand = { type: 'OpenSettlement' }
const begin = (toPosition: bigint): SettlementCommand => ({ type: 'BeginRun', toPosition })
const complete: SettlementCommand = { type: 'CompleteRun', runId: idNamed('run'), sums: [] }

t.test('runs follow each other without a gap', async (t) => {
  given().when(open).then(['SettlementOpened'])
  after(open).when(open).then([])
  given().when(begin(10n)).then('NOT_FOUND')
  const { decision } = after(open, begin(10n), complete).when(begin(25n))
  t.match(decision, [{ data: { fromPosition: '10', toPosition: '25' } }])
})
t.test('one at a time, and none of nothing', async () => {
  after(open, begin(10n)).when(begin(20n)).then([])
  after(open, begin(10n), complete).when(begin(10n)).then([])
  after(open, begin(10n)).when(complete).then(['SettlementRunCompleted'])
  after(open, begin(10n), complete).when(complete).then([])
})
