import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openLog } from './log.ts'
import { tombstoneRevision } from './record.ts'
import { writing } from './test-writes.ts'

const directory = await mkdtemp(join(tmpdir(), 'qhub-log-'))
t.teardown(() => rm(directory, { recursive: true, force: true }))

t.test('a log holds what was committed, in order, after it is opened again', async (t) => {
  const log = openLog(directory)
  t.equal(log.lastPosition(), undefined)
  t.equal(log.lastStreamId(), 0)
  const { write } = writing(log.end())
  const [a, b, c] = [write(1, 0, 'one'), write(2, 0, 'two'), write(1, 1)]
  await log.commit([[a, b, c]])
  const [d, e] = [write(1, 2), write(2, tombstoneRevision)]
  await log.commit([[d], [e]])
  const check = (of: typeof log): void => {
    t.equal(of.lastPosition(), e.position)
    t.equal(of.lastStreamId(), 2)
    t.equal(of.streamIdOf('one'), 1)
    t.equal(of.streamIdOf('three'), undefined)
    t.same(of.get(c.position), c.bytes)
    t.equal(of.get(c.position + 1), undefined)
    const positions = (entries: readonly { position: number }[]) => entries.map((x) => x.position)
    const all = [a, b, c, d, e].map(({ position }) => position)
    t.same(positions(of.forwards(0, 10)), all)
    t.same(positions(of.forwards(b.position, 2)), all.slice(1, 3))
    t.same(positions(of.forwards(b.position + 1, 2)), all.slice(2, 4))
    t.same(positions(of.forwards(b.position + 7, 2)), all.slice(2, 4))
    t.same(positions(of.forwards(of.end(), 2)), [])
    t.same(positions(of.backwards(c.position, 10)), [b.position, a.position])
    t.same(positions(of.backwards(c.position + 1, 10)), [c.position, b.position, a.position])
    t.same(positions(of.backwards(Infinity, 2)), [e.position, d.position])
    t.same(positions(of.streamForwards(1, 1, 10)), [c.position, d.position])
    t.same(positions(of.streamForwards(2, 1, 10)), [e.position])
    t.same(positions(of.streamBackwards(1, 1, 10)), [c.position, a.position])
    t.same(positions(of.streamBackwards(2, Number.MAX_SAFE_INTEGER, 1)), [b.position])
    t.equal(of.streamBackwards(2, tombstoneRevision, 1)[0]?.revision, tombstoneRevision)
    t.equal(of.positionOf(1, 2), d.position)
    t.equal(of.positionOf(1, 3), undefined)
  }
  check(log)
  await log.settle()
  check(log)
  await log.close()
  const again = openLog(directory, (text) => t.fail(text))
  check(again)
  await again.close()
})

t.test('names of any length are told apart', async (t) => {
  const log = openLog(directory)
  const { write } = writing(log.end())
  const long = 'x'.repeat(3_000)
  await log.commit([[write(3, 0, long), write(4, 0, `${long}y`)]])
  await log.settle()
  t.equal(log.streamIdOf(long), 3)
  t.equal(log.streamIdOf(`${long}y`), 4)
  await log.close()
})
