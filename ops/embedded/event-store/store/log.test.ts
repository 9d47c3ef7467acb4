import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openLog, type Write } from './log.ts'
import { tombstoneRevision } from './record.ts'

const directory = await mkdtemp(join(tmpdir(), 'qhub-log-'))
t.teardown(() => rm(directory, { recursive: true, force: true }))

const write = (position: number, streamId: number, revision: number, name?: string): Write => ({
  position,
  bytes: Buffer.from(`at ${position}`),
  streamId,
  revision,
  ...(name === undefined ? {} : { name }),
})

t.test('a log holds what was committed, in order, after it is opened again', async (t) => {
  const log = openLog(directory)
  t.equal(log.lastPosition(), undefined)
  t.equal(log.lastStreamId(), 0)
  await log.commit([write(10, 1, 0, 'one'), write(20, 2, 0, 'two'), write(300, 1, 1)])
  await log.commit([write(70_000, 1, 2), write(5_000_000_000, 2, tombstoneRevision)])
  await log.close()

  const again = openLog(directory)
  t.equal(again.lastPosition(), 5_000_000_000)
  t.equal(again.lastStreamId(), 2)
  t.equal(again.streamIdOf('one'), 1)
  t.equal(again.streamIdOf('three'), undefined)
  t.equal(again.get(300)?.toString(), 'at 300')
  t.equal(again.get(301), undefined)
  const positions = (entries: readonly { position: number }[]) => entries.map((e) => e.position)
  t.same(positions(again.forwards(0, 10)), [10, 20, 300, 70_000, 5_000_000_000])
  t.same(positions(again.forwards(20, 2)), [20, 300])
  t.same(positions(again.backwards(300, 10)), [20, 10])
  t.same(positions(again.backwards(Infinity, 2)), [5_000_000_000, 70_000])
  t.same(positions(again.streamForwards(1, 1, 10)), [300, 70_000])
  t.same(positions(again.streamForwards(2, 1, 10)), [5_000_000_000])
  t.same(positions(again.streamBackwards(1, 1, 10)), [300, 10])
  t.equal(again.streamBackwards(2, tombstoneRevision, 1)[0]?.revision, tombstoneRevision)
  t.equal(again.positionOf(1, 2), 70_000)
  t.equal(again.positionOf(1, 3), undefined)
  await again.close()
})

t.test('names of any length are told apart', async (t) => {
  const log = openLog(directory)
  const long = 'x'.repeat(3_000)
  await log.commit([write(6_000_000_000, 3, 0, long), write(6_000_000_001, 4, 0, `${long}y`)])
  t.equal(log.streamIdOf(long), 3)
  t.equal(log.streamIdOf(`${long}y`), 4)
  await log.close()
})
