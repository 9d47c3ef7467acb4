import t from 'tap'
import { atMostEvery } from './at-most-every.ts'

t.test('who asks often gets the answer that is there', async (t) => {
  let now = 0
  let asked = 0
  const ask = atMostEvery(
    5_000,
    async () => (asked += 1),
    () => now,
  )
  t.equal(asked, 0, 'nobody asked yet')
  t.same(await Promise.all([ask(), ask()]), [1, 1])
  now = 4_999
  t.equal(await ask(), 1)
  now = 5_000
  t.equal(await ask(), 2)
})

t.test(
  'one question at a time, however long it takes; a failure is not repeated at once',
  async (t) => {
    let now = 0
    let asked = 0
    let fail: (error: Error) => void = () => undefined
    const ask = atMostEvery(
      10,
      () => {
        asked += 1
        return new Promise<never>((_, reject) => {
          fail = reject
        })
      },
      () => now,
    )
    const first = ask()
    now = 1_000
    const second = ask()
    t.equal(asked, 1)
    fail(new Error('away'))
    await t.rejects(first, /away/)
    await t.rejects(second, /away/)
    await t.rejects(ask(), /away/)
    t.equal(asked, 1)
    now = 1_010
    void ask().catch(() => undefined)
    t.equal(asked, 2)
  },
)
