import t from 'tap'
import { createLanes } from './lanes.ts'

const held = () => {
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  return { until, release }
}

t.test('a lane that is slow holds up no other', async (t) => {
  const lanes = createLanes({ atOnce: 2, waiting: 1 })
  const slow = held()
  let running = 0
  let most = 0
  const work = async (): Promise<string> => {
    running += 1
    most = Math.max(most, running)
    await slow.until
    running -= 1
    return 'done'
  }
  const three = [1, 2, 3].map(() => lanes.run('a', work))
  t.equal(await lanes.run('a', work), 'busy', 'two run, one waits, the fourth is told so')
  t.equal(await lanes.run('b', async () => 'b'), 'b', 'the other lane is free')
  slow.release()
  t.same(await Promise.all(three), ['done', 'done', 'done'])
  t.equal(most, 2)
})

t.test('work that fails gives its place to the next', async (t) => {
  const lanes = createLanes({ atOnce: 1, waiting: 10 })
  const failing = lanes.run('a', () => Promise.reject(new Error('no')))
  const next = lanes.run('a', async () => 1)
  await t.rejects(failing, { message: 'no' })
  t.equal(await next, 1)
  t.equal(await lanes.run('a', async () => 2), 2)
})
