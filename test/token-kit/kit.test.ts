import t from 'tap'
import { createRandom } from '../../platform/providers/simulator/engine/random.ts'
import { storyOf } from './happenings.ts'
import { planted } from './planted.ts'
import { openStage, runKit } from './run.ts'

t.setTimeout(300_000)
const stage = await openStage()
t.teardown(stage.stop)

t.test('the same seed is the same story, and every seed another', async (t) => {
  const story = (seed: string) => storyOf(createRandom(seed))
  t.same(story('1'), story('1'))
  t.notSame(story('1'), story('2'))
})

t.test('nothing is paid twice or lost, and the ledger is what the chain says', async (t) => {
  const { wrong, scenarios, events } = await runKit(stage, { seed: 'tests', scenarios: 2 })
  t.same(wrong, [])
  t.equal(scenarios, 2)
  t.ok((events['ChainEntryOrphaned'] ?? 0) > 0, 'something was gone')
  t.ok((events['ChainWithdrawalSettled'] ?? 0) > 0, 'something was paid')
  t.ok((events['TokenPaymentCaptured'] ?? 0) > 0, 'a payment was captured')
  t.ok((events['TokenPaymentClosed'] ?? 0) > 0, 'a payment was given back')
})

t.test('mistakes that are planted are found', async (t) => {
  for (const [name, sign] of [
    ['paidAnew', /was paid [2-9] times/],
    ['finalAtOnce', /halted/],
    ['refundedTwice', /refunded to the hub/],
    ['capturedByReceipt', /before it was final/],
  ] as const) {
    const parts = planted[name]
    if (parts === undefined) throw new Error(`nothing is planted as ${name}`)
    const { wrong } = await runKit(stage, { seed: '1', scenarios: 6, mostWrong: 1, parts })
    t.match(wrong.join('\n'), sign, name)
  }
})
