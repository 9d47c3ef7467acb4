import t from 'tap'
import type { LinkedBlock } from './block.ts'
import { nextStep, type Known, type Shown } from './next-step.ts'

const block = (number: number, branch = 'a'): LinkedBlock => ({
  ...{ number: String(number), hash: `${branch}${number}`, parentHash: `${branch}${number - 1}` },
  at: '2026-01-01T00:00:00.000Z',
})
const own = { genesis: 'a0', chainId: '1' }
const known: Known = { ...own, tip: block(10) }
const shown = (latest: LinkedBlock, atTip?: LinkedBlock): Shown => ({
  ...{ ...own, latest },
  ...(atTip === undefined ? {} : { atTip }),
})
const step = (look: Shown, before: Known | undefined = known) => nextStep(before, look, 100)

t.test('what a look comes to', async (t) => {
  const on = block(10)
  t.same(nextStep(undefined, shown(on), 100), { kind: 'OPEN' })
  t.same(step(shown(on, on)), { kind: 'SETTLE' })
  t.same(step(shown(block(12), on)), { kind: 'EXTEND', from: 11n, to: 12n })
  t.same(step(shown(block(500), on)), { kind: 'EXTEND', from: 11n, to: 110n }, 'a batch at most')
  t.same(step(shown(block(12, 'b'), block(10, 'b'))), { kind: 'LOOK_BACK' })
  t.same(step(shown(block(10, 'b'), block(10, 'b'))), { kind: 'LOOK_BACK' }, 'as high is enough')
})

t.test('a node that is behind is no reorganisation', async (t) => {
  const rest = { kind: 'REST', why: 'NODE_BEHIND' }
  t.same(step(shown(block(9))), rest)
  t.same(step(shown(block(9, 'b'))), rest, 'on another branch, too')
  t.same(step(shown(block(12))), rest, 'it says that it is further, and has no block to show')
})

t.test('another chain halts, whatever else it shows', async (t) => {
  const halt = { kind: 'HALT', code: 'WRONG_CHAIN' }
  t.match(step({ ...shown(block(12), block(10)), genesis: 'c0' }), halt)
  t.match(step({ ...shown(block(3)), chainId: '5' }), halt)
  const halted = { code: 'TOO_DEEP', detail: '', at: '' } as const
  t.same(step(shown(block(12), block(10)), { ...known, halted }), { kind: 'REST', why: 'HALTED' })
})
