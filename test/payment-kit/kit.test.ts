import t from 'tap'
import { planOf } from './plan.ts'
import { runKit } from './run.ts'

t.setTimeout(600_000)

t.test('the same seed is the same plan, and every seed another', async (t) => {
  const size = { scenarios: 60, together: 25 }
  t.same(planOf({ seed: '1', ...size }), planOf({ seed: '1', ...size }))
  t.notSame(planOf({ seed: '1', ...size }), planOf({ seed: '2', ...size }))
  const batches = planOf({ seed: '1', ...size })
  t.same(
    batches.map(({ scenarios }) => scenarios.length),
    [25, 25, 10],
  )
})

t.test('nothing is captured twice, refunded twice, lost or left behind', async (t) => {
  const { wrong, scenarios, kills, notices } = await runKit({
    ...{ seed: 'tests', scenarios: 14, together: 14 },
  })
  t.same(wrong, [])
  t.equal(scenarios, 14)
  t.ok(kills > 0, 'something was killed')
  t.ok(notices > 0, 'notices came')
})

t.test('mistakes that are planted are found', async (t) => {
  // As many scenarios as it takes for somebody to come to harm by it.
  for (const [planted, scenarios, sign] of [
    ['NEW_KEY_EVERY_TIME', 10, /captured [2-9] times|refunded [2-9] times/],
    ['SILENCE_IS_A_NO', 16, /lost credit/],
    ['ANY_SIGNATURE_WILL_DO', 6, /was never sent/],
  ] as const) {
    const { wrong } = await runKit({
      seed: 'planted',
      scenarios,
      together: scenarios,
      days: 1,
      planted,
    })
    t.ok(
      wrong.some((line) => sign.test(line)),
      `${planted}: ${wrong.slice(0, 3).join('; ')}`,
    )
  }
})
