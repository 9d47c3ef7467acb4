import t from 'tap'
import { definitions, type DeviceQueueEvent } from '../../../domain/devices/device-queue.ts'
import type { Lineage } from '../../../domain/agents/models/model-events.ts'
import type { QueueTimeArtifact } from '../../../domain/agents/models/queue-time/artifact.ts'
import { featureNames, featureSet } from '../../../domain/agents/models/queue-time/features.ts'
import {
  afterRelease,
  afterWait,
  noStatistics,
} from '../../../domain/agents/models/queue-time/statistics.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { deviceQueue } from '../../devices/device-queue.ts'
import { projectionOf, type Projection } from '../../shared/projection.ts'
import { models } from './models.ts'
import { queueStatistics } from './queue-statistics.ts'

const modelId = idNamed('model')
const stream = `model-${modelId}`
const of = (type: string, more: object = {}) => ({ type, data: { modelId, at: meta.now, ...more } })
const ofFirst = (type: string, more: object = {}) => of(type, { version: 1, ...more })
const runId = idNamed('run')
const zeros = featureNames.map(() => 0)
const errors = { mean: 1, median: 1, p90: 1 }
const evaluation = {
  ...{ samples: 20, from: meta.now, to: meta.now, meanWait: 9, coverage: 0.8, model: errors },
  ...{ deviceMean: errors, lastWait: errors, lineLength: errors, turns: errors },
}
const artifact: QueueTimeArtifact = {
  ...{ form: 'ridge', featureSet, bias: 0, weights: zeros, means: zeros, scales: zeros },
  interval: { low: -1, high: 1 },
}
const lineage: Lineage = {
  ...{ algorithm: 'RIDGE', featureSet, upTo: '7', waits: 200, fittedOn: 140 },
  ...{ fittedUntil: meta.now, chosen: 'lambda 0.1' },
}
const registered = of('ModelRegistered', {
  name: 'queue-time',
  kind: 'QUEUE_TIME',
  description: 'd',
})
const asked = ofFirst('ModelTrainingRequested', { runId, algorithm: 'RIDGE', upTo: '7' })
const judged = { runId, evaluationId: runId, evaluation }
const trained = ofFirst('ModelVersionTrained', {
  ...judged,
  artifact,
  sha256: 'a'.repeat(64),
  lineage,
})

t.test('a model, its versions and what came of them', async () => {
  const { given } = projection(models)
  given(on(stream, registered))
    .when(on(stream, asked))
    .then({
      models: [{ name: 'queue-time', promoted_version: null }],
      model_versions: [{ version: 1, status: 'TRAINING', sha256: null, evaluation: null }],
    })
  const comparison = {
    evaluationId: runId,
    samples: 20,
    error: 1,
    naive: { answer: 'turns', error: 2 },
  }
  given(on(stream, registered, asked, trained))
    .when(on(stream, ofFirst('ModelVersionPromoted', { comparison })))
    .then({
      models: [{ promoted_version: 1 }],
      model_versions: [{ status: 'TRAINED', artifact, lineage, evaluation, comparison }],
    })
  const failed = ofFirst('ModelRunFailed', { runId, code: 'HISTORY_TOO_SHORT', detail: '0 waits' })
  given(on(stream, registered, asked))
    .when(on(stream, failed))
    .then({
      model_versions: [
        { status: 'FAILED', failure: { code: 'HISTORY_TOO_SHORT', detail: '0 waits' } },
      ],
    })
  const again = ofFirst('ModelEvaluationRequested', { runId: idNamed('again'), upTo: '9' })
  const incumbent = { version: 3, errors }
  given(on(stream, registered, asked, trained, again, failed))
    .when(on(stream, ofFirst('ModelVersionEvaluated', { ...judged, incumbent })))
    .then({ model_versions: [{ status: 'TRAINED', incumbent }] })
})

/** Both projections of a line, as their group applies them: each sees the rows before the event. */
const ofLine: Projection = projectionOf({
  name: 'line',
  definitions,
  touches: (event) => [deviceQueue, queueStatistics].flatMap((each) => each.touches?.(event) ?? []),
  apply: (event, rows) => [deviceQueue, queueStatistics].flatMap((each) => each.apply(event, rows)),
})

t.test('what a line has shown', async () => {
  const deviceId = idNamed('device')
  const at = (seconds: number): string =>
    new Date(Date.parse(meta.now) + seconds * 1000).toISOString()
  const job = (name: string, seconds: number) => ({
    deviceId,
    jobId: idNamed(name),
    at: at(seconds),
  })
  const line: readonly DeviceQueueEvent[] = [
    { type: 'JobEnqueued', data: { ...job('1', 0), user: 'a' } },
    { type: 'SlotGranted', data: job('1', 0) },
    { type: 'JobEnqueued', data: { ...job('2', 5), user: 'b' } },
    { type: 'SlotReleased', data: { ...job('1', 30), usedSeconds: 20 } },
  ]
  const released = afterRelease(noStatistics, 'a', 30, 20, Date.parse(at(30)))
  const { given } = projection(ofLine)
  given(on(`deviceQueue-${deviceId}`, ...line))
    .when(on(`deviceQueue-${deviceId}`, { type: 'SlotGranted', data: job('2', 30) }))
    .then({ queue_statistics: [{ device_id: deviceId, statistics: afterWait(released, 25) }] })
})
