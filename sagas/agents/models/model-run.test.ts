import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { modelRun } from './model-run.ts'

const run = { modelId: idNamed('model'), runId: idNamed('run'), version: 2, upTo: '7' }
const training = heard('ModelTrainingRequested', { ...run, algorithm: 'RIDGE', at: meta.now })
const evaluation = heard('ModelEvaluationRequested', { ...run, at: meta.now })
const { given } = saga(modelRun)

t.test('a run is one piece of work', async () => {
  given()
    .when(training)
    .then([{ kind: 'trainModel', algorithm: 'RIDGE', ...run }])
  given()
    .when(evaluation)
    .then([{ kind: 'evaluateModel', ...run }])
  given(training).when(succeeded('trainModel')).then(['end DONE'])
  given(evaluation).when(refused('evaluateModel', 'NOT_FOUND')).then(['end REFUSED'])
})
