import t from 'tap'
import { rateFor } from './rate.ts'

t.test('what all lanes did is counted, however they overlap', async (t) => {
  let done = 0
  const began = performance.now()
  const rate = await rateFor(50, 16, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    done += 3
    return 3
  })
  const seconds = (performance.now() - began) / 1000
  t.ok(done > 100)
  t.ok(rate * seconds >= done, `${rate}/s for ${seconds} s is no less than ${done}`)
})
