import t from 'tap'
import { openLoop } from './open-loop.ts'

t.test('every piece is begun on its own, in order, and never before it is due', async (t) => {
  const begun: number[] = []
  const early: number[] = []
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const loop = openLoop(10_000, 50, async (index, due) => {
    if (performance.now() < due) early.push(index)
    begun.push(index)
    if (begun.length === 50) release()
    await held
  })
  t.match(await loop, { failed: 0 }, 'none waited for an earlier one, of which none had ended')
  t.same(begun, [...Array(50).keys()])
  t.same(early, [])
})

t.test('pieces are due evenly, however late they begin', async (t) => {
  const dues: number[] = []
  await openLoop(1_000, 20, async (_, due) => {
    dues.push(due)
    const until = performance.now() + 3
    while (performance.now() < until);
  })
  const first = dues[0] ?? 0
  t.same(
    dues.map((due) => Math.round(due - first)),
    [...Array(20).keys()],
  )
})

t.test('what fails is counted and stops nothing', async (t) => {
  const { failed, perSecond } = await openLoop(10_000, 10, async (index) => {
    if (index % 2 === 0) throw new Error('no')
  })
  t.equal(failed, 5)
  t.ok(perSecond > 0)
})
