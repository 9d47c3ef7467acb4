import t, { type Test } from 'tap'
import type { QueueTimeArtifact } from './artifact.ts'
import { evaluate, quantile } from './evaluate.ts'
import { featureNames, featureSet, featuresOf } from './features.ts'
import { afterOpenSeconds } from './open-time.ts'
import { logTurns, predictQueueTime } from './predict.ts'
import { waitCollector, type WaitSample } from './samples.ts'
import type { QueueSituation } from './situation.ts'
import { splitByTime } from './split.ts'
import { afterRelease, afterWait, noStatistics } from './statistics.ts'

/** A Thursday at noon. */
const noon = Date.UTC(2026, 0, 1, 12)
const at = (seconds: number): string => new Date(noon + seconds * 1000).toISOString()
const nights = [
  { executionDay: 'Everyday', windowStartHour: '22:00:00', windowEndHour: '23:00:00' },
] as const

/** Jobs of `busy` take 100 seconds, those of `quick` 10. */
const shown = ['busy', 'quick'].reduce(
  (before, user) => afterRelease(before, user, user === 'busy' ? 100 : 10, 1, noon),
  noStatistics,
)
const line: QueueSituation = {
  ...{ accepting: true, concurrency: 1, windows: [], statistics: shown },
  waiting: [{ user: 'busy', jobs: 3 }],
  running: [{ user: 'busy', sinceMs: noon - 40_000 }],
}
const zeros = featureNames.map(() => 0)
const asTurnsSay: QueueTimeArtifact = {
  ...{ form: 'ridge', featureSet, bias: 0, weights: zeros, means: zeros },
  ...{ scales: featureNames.map(() => 1), interval: { low: -1, high: 1 } },
}
const feature = (
  situation: QueueSituation,
  user: string,
  name: (typeof featureNames)[number],
): number => Math.expm1(featuresOf(situation, user, noon)[featureNames.indexOf(name)] ?? 0)
const near = (t: Test, found: number, wanted: number): boolean =>
  t.ok(Math.abs(found - wanted) < 1e-6, `${found} ${wanted}`)

t.test('what stands before a job in line', async (t) => {
  near(t, feature(line, 'quick', 'workAhead'), 60 + 300)
  near(t, feature(line, 'quick', 'secondsToFreeSlot'), 60)
  near(t, feature(line, 'quick', 'othersWaiting'), 3)
  // Who has used the device less goes first; one turn of each who has used it less than oneself.
  near(t, feature(line, 'quick', 'fairWorkAhead'), 60)
  near(t, feature(line, 'busy', 'ownWaiting'), 3)
  near(t, feature(line, 'busy', 'fairWorkAhead'), 60 + 300)
  near(t, feature({ ...line, concurrency: 2 }, 'quick', 'secondsToFreeSlot'), 0)
  near(
    t,
    feature(
      { ...line, running: [{ user: 'busy', sinceMs: noon - 500_000 }] },
      'quick',
      'secondsToFreeSlot',
    ),
    10,
  )
})

t.test('closed time is waited through', async (t) => {
  t.equal(afterOpenSeconds([], noon, 90), noon + 90_000)
  const ten = Date.UTC(2026, 0, 1, 22)
  t.equal(afterOpenSeconds(nights, noon, 60), ten + 60_000)
  t.equal(
    afterOpenSeconds(nights, noon, 3_600 + 60),
    ten + 86_400_000 + 60_000,
    'goes on the next night',
  )
  near(t, feature({ ...line, windows: nights }, 'quick', 'secondsToOpening'), 36_000)
})

t.test('what is known is not guessed', async (t) => {
  const predict = (situation: QueueSituation, artifact?: QueueTimeArtifact) =>
    predictQueueTime(artifact, situation, 'quick', noon)
  t.match(predict({ ...line, accepting: false }, asTurnsSay), { basis: 'NOT_ACCEPTING' })
  const idle = { ...line, waiting: [], running: [] }
  t.match(predict(idle), { basis: 'FREE_SLOT', seconds: 0 })
  t.match(predict({ ...idle, windows: nights }), { basis: 'NO_MODEL' }, 'it is closed')
  t.match(predict(line), { basis: 'NO_MODEL' })
  t.match(predict(line, asTurnsSay), { basis: 'MODEL', seconds: 60, low: 21.4, high: 164.8 })
})

t.test('trees are followed to their leaves', async (t) => {
  const othersWaiting = featureNames.indexOf('othersWaiting')
  const tree = {
    inputs: [othersWaiting, -1, -1],
    thresholds: [Math.log1p(2), 0, 0],
    ...{ lefts: [1, -1, -1], rights: [2, -1, -1], values: [0, 0, Math.LN2] },
  }
  const artifact: QueueTimeArtifact = {
    ...{ form: 'trees', featureSet, trees: [tree], interval: { low: 0, high: 0 } },
  }
  t.match(predictQueueTime(artifact, line, 'quick', noon), { seconds: 121 }, '2 · (1 + 60) - 1')
  const short = { ...line, waiting: [{ user: 'busy', jobs: 1 }] }
  t.match(predictQueueTime(artifact, short, 'quick', noon), { seconds: 60 })
})

t.test('a line tells of those that had to wait', async (t) => {
  const { take, samples } = waitCollector()
  const deviceId = 'device'
  const configured = { deviceId, accepting: true, retired: false, concurrency: 1, windows: [] }
  const job = (jobId: string, seconds: number) => ({ deviceId, jobId, at: at(seconds) })
  take({ type: 'DeviceQueueConfigured', data: { ...configured, at: at(0) } })
  take({ type: 'JobEnqueued', data: { ...job('1', 0), user: 'a' } })
  take({ type: 'SlotGranted', data: job('1', 0) })
  take({ type: 'JobEnqueued', data: { ...job('2', 5), user: 'b' } })
  take({ type: 'JobEnqueued', data: { ...job('3', 6), user: 'c' } })
  take({ type: 'JobLeftQueue', data: job('3', 7) })
  take({ type: 'SlotReleased', data: { ...job('1', 30), usedSeconds: 20 } })
  take({ type: 'SlotGranted', data: job('2', 30) })
  take({ type: 'DeviceQueueConfigured', data: { ...configured, accepting: false, at: at(31) } })
  take({ type: 'JobEnqueued', data: { ...job('4', 32), user: 'd' } })
  take({ type: 'SlotReleased', data: { ...job('2', 40), usedSeconds: 5 } })
  take({ type: 'SlotGranted', data: job('4', 50) })
  t.match(samples(), [{ waitSeconds: 25, naive: { deviceMean: 0, lastWait: 0 } }])
  t.equal(samples().length, 1, 'not who found a free slot, left, or came while it was closed')
})

t.test('statistics forget slowly, and users that were long gone', async (t) => {
  const waited = [10, 0, 30].reduce(afterWait, noStatistics)
  t.match(waited, { lastWait: 30, meanWait: 20, waits: { n: 2, mean: 20 } })
  const many = Array.from({ length: 100 }, (_, user) => `user ${user}`).reduce(
    (before, user) => afterRelease(before, user, 5, 5, noon),
    noStatistics,
  )
  t.equal(Object.keys(many.users).length, 60)
  t.ok('user 99' in many.users)
  t.same(Object.keys(many.usage), Object.keys(many.users))
})

const sampleAt = (index: number, waitSeconds: number): WaitSample => ({
  atMs: noon + index * 1_000,
  grantedMs: noon + (index + waitSeconds) * 1_000,
  waitSeconds,
  features: featuresOf(line, 'quick', noon),
  naive: { deviceMean: 50, lastWait: 70, lineLength: 90, turns: 60 },
})

t.test('later waits judge, and nothing that was not over is learnt from', async (t) => {
  const samples = Array.from({ length: 200 }, (_, index) =>
    sampleAt(index, index % 7 === 0 ? 150 : 3),
  )
  const split = splitByTime(samples)
  t.ok(split !== undefined)
  if (split === undefined) return
  const { fitted, calibrated, heldOut } = split
  const begins = Math.min(...calibrated.map(({ atMs }) => atMs))
  t.ok(fitted.every(({ grantedMs }) => grantedMs < begins))
  t.equal(heldOut.length, 40)
  t.ok(calibrated.every(({ grantedMs }) => grantedMs < (heldOut[0]?.atMs ?? 0)))
  t.equal(splitByTime(samples.slice(0, 99)), undefined)
})

t.test('errors of the model beside those of simpler answers', async (t) => {
  const samples = [sampleAt(0, 60), sampleAt(1, 70), sampleAt(2, 200)]
  t.match(evaluate(asTurnsSay, samples), {
    samples: 3,
    ...{ meanWait: 110, model: { mean: 50, median: 10, p90: 140 }, turns: { mean: 50 } },
    ...{ deviceMean: { median: 20 }, lastWait: { median: 10 }, coverage: 0.667 },
  })
  t.equal(evaluate(asTurnsSay, []), undefined)
  t.equal(quantile([5, 1, 3], 0.5), 3)
  near(t, Math.expm1(logTurns(featuresOf(line, 'quick', noon))), 60)
})
