import t from 'tap'
import { createCommitter } from './committer.ts'
import type { Write } from './log.ts'

const write = (position: number, size = 1): Write => ({
  position,
  bytes: Buffer.alloc(size),
  streamId: 1,
  revision: position,
})

/** A log whose commits end when the test says so. */
const manualLog = () => {
  const commits: { readonly positions: number[]; readonly end: (error?: Error) => void }[] = []
  const waiting: (() => void)[] = []
  return {
    commits,
    commit: (appends: readonly (readonly Write[])[]) =>
      new Promise<void>((resolve, reject) => {
        commits.push({
          positions: appends.flat().map(({ position }) => position),
          end: (error) => (error === undefined ? resolve() : reject(error)),
        })
        waiting.splice(0).forEach((wake) => wake())
      }),
    begun: async (n: number) => {
      while (commits.length < n) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}

t.test('what is handed in during a commit goes together into the next', async (t) => {
  const log = manualLog()
  const committed: number[] = []
  const committer = createCommitter(
    log,
    (writes) => committed.push(...writes.map(({ position }) => position)),
    () => t.fail('no commit fails here'),
  )
  const first = [committer.submit([write(1)]), committer.submit([write(2), write(3)])]
  await log.begun(1)
  const second = [committer.submit([write(4)]), committer.submit([]), committer.submit([write(5)])]
  t.same(log.commits[0]?.positions, [1, 2, 3])
  log.commits[0]?.end()
  await Promise.all(first)
  t.same(committed, [1, 2, 3])
  await log.begun(2)
  t.same(log.commits[1]?.positions, [4, 5])
  log.commits[1]?.end()
  await Promise.all(second)
  await committer.drained()
  t.equal(log.commits.length, 2)
})

t.test('nobody is answered before the commit is done', async (t) => {
  const log = manualLog()
  const committer = createCommitter(
    log,
    () => {},
    () => {},
  )
  let answered = false
  const submitted = committer.submit([write(1)]).then(() => (answered = true))
  await log.begun(1)
  await new Promise((resolve) => setImmediate(resolve))
  t.equal(answered, false)
  log.commits[0]?.end()
  await submitted
})

t.test('a failed commit fails all that stood on it, and the next begins anew', async (t) => {
  const log = manualLog()
  let failures = 0
  const committer = createCommitter(
    log,
    () => {},
    () => failures++,
  )
  const first = committer.submit([write(1)])
  await log.begun(1)
  const second = committer.submit([write(2)])
  log.commits[0]?.end(new Error('disk full'))
  await t.rejects(first, /disk full/)
  await t.rejects(second, /disk full/)
  t.equal(failures, 1)
  const third = committer.submit([write(3)])
  await log.begun(2)
  log.commits[1]?.end()
  await t.resolves(third)
  await committer.drained()
})

t.test('a flood is written in several commits', async (t) => {
  const log = manualLog()
  const committer = createCommitter(
    log,
    () => {},
    () => {},
  )
  const large = 10 * 1024 * 1024
  const all = [1, 2, 3].map((position) => committer.submit([write(position, large)]))
  await log.begun(1)
  t.same(log.commits[0]?.positions, [1, 2])
  log.commits[0]?.end()
  await log.begun(2)
  log.commits[1]?.end()
  await Promise.all(all)
})
