import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { model, type ModelCommand } from './model.ts'
import type { QueueTimeArtifact } from './queue-time/artifact.ts'
import { featureNames, featureSet } from './queue-time/features.ts'

const { given, after } = decider(model)
const modelId = idNamed('model')
const zeros = featureNames.map(() => 0)
const artifact: QueueTimeArtifact = {
  ...{ form: 'ridge', featureSet, bias: 0, weights: zeros, means: zeros, scales: zeros },
  interval: { low: -1, high: 1 },
}
const errors = (mean: number) => ({ mean, median: mean, p90: mean })
const evaluationOf = (mean: number) => ({
  ...{ samples: 200, from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
  ...{ meanWait: 60, model: errors(mean), coverage: 0.8 },
  ...{ deviceMean: errors(50), lastWait: errors(40), lineLength: errors(45), turns: errors(30) },
})
const register: ModelCommand = {
  ...{
    type: 'RegisterModel',
    modelId,
    name: 'queue-time',
    purpose: 'QUEUE_TIME',
    description: 'd',
  },
}
const train = (run: string): ModelCommand => ({
  ...{ type: 'RequestTraining', runId: idNamed(run), algorithm: 'RIDGE', upTo: '7' },
})
const trained = (
  run: string,
  mean: number,
  incumbent?: { version: number; mean: number },
): ModelCommand => ({
  ...{ type: 'RecordTraining', runId: idNamed(run), evaluationId: idNamed(run), artifact },
  sha256: 'a'.repeat(64),
  lineage: {
    ...{ algorithm: 'RIDGE', featureSet, upTo: '7', waits: 1_000, fittedOn: 700 },
    ...{ fittedUntil: '2026-01-01T00:00:00.000Z', chosen: 'lambda 0.1' },
  },
  evaluation: evaluationOf(mean),
  ...(incumbent === undefined
    ? {}
    : { incumbent: { version: incumbent.version, errors: errors(incumbent.mean) } }),
})
const promote = (version: number): ModelCommand => ({ type: 'PromoteVersion', version })
const one = [register, train('1'), trained('1', 20)] as const
const used = [...one, promote(1)] as const

t.test('a version is trained once, or fails', async () => {
  given().when(train('1')).then('NOT_FOUND')
  after(register).when(register).then('ALREADY_EXISTS')
  after(register).when(train('1')).then(['ModelTrainingRequested'])
  after(register, train('1')).when(trained('1', 20)).then(['ModelVersionTrained'])
  after(...one)
    .when(trained('1', 20))
    .then([])
  const fail: ModelCommand = { type: 'FailRun', runId: idNamed('1'), code: 'X', detail: 'no' }
  after(register, train('1')).when(fail).then(['ModelRunFailed'])
  after(register, train('1'), fail).when(promote(1)).then('MODEL_VERSION_NOT_READY')
  after(register, train('1')).when(promote(1)).then('MODEL_VERSION_NOT_READY')
  after(register).when(promote(1)).then('NOT_FOUND')
  const four = ['1', '2', '3', '4'].map(train)
  after(register, ...four)
    .when(train('5'))
    .then('LIMIT_REACHED')
})

t.test('the first version in use is better than what takes no model', async () => {
  after(...one)
    .when(promote(1))
    .then(['ModelVersionPromoted'])
  after(...used)
    .when(promote(1))
    .then([])
  after(register, train('1'), trained('1', 30)).when(promote(1)).then('MODEL_NOT_BETTER')
  after(register, train('1'), trained('1', 31)).when(promote(1)).then('MODEL_NOT_BETTER')
})

t.test('the next one is better than the one in use, over the same waits', async () => {
  const next = (mean: number, incumbent?: { version: number; mean: number }) =>
    after(...used, train('2'), trained('2', mean, incumbent))
  next(19, { version: 1, mean: 20 }).when(promote(2)).then(['ModelVersionPromoted'])
  next(20, { version: 1, mean: 20 }).when(promote(2)).then('MODEL_NOT_BETTER')
  next(21, { version: 1, mean: 20 }).when(promote(2)).then('MODEL_NOT_BETTER')
  next(10).when(promote(2)).then('MODEL_NOT_COMPARED')
  const judged: ModelCommand = {
    ...{ type: 'RecordEvaluation', runId: idNamed('3'), evaluationId: idNamed('3') },
    ...{ evaluation: evaluationOf(10), incumbent: { version: 1, errors: errors(11) } },
  }
  const ask: ModelCommand = {
    type: 'RequestEvaluation',
    runId: idNamed('3'),
    version: 2,
    upTo: '9',
  }
  const evaluated = [...used, train('2'), trained('2', 10), ask, judged]
  after(...evaluated)
    .when(promote(2))
    .then(['ModelVersionPromoted'])
  after(...evaluated)
    .when(judged)
    .then([])
})
