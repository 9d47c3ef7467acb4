import t from 'tap'
import { fitQueueTime } from '../../../commands/agents/models/fit.ts'
import { predictQueueTime } from '../../../commands/agents/tools/predict-queue-time.ts'
import { change } from '../../../commands/shared/change.ts'
import { waitCollector } from '../../../domain/agents/models/queue-time/samples.ts'
import { featuresOf } from '../../../domain/agents/models/queue-time/features.ts'
import { device } from '../../../domain/devices/device.ts'
import { DeviceFacts } from '../../../domain/devices/device-facts.ts'
import { Refused } from '../../../ops/client/http-client.ts'
import { ideal } from '../../../ops/demo/devices.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { deviceIdOf, standardDevices, workloadEvents } from '../../../ops/models/workload.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { fit } from '../../../platform/models/fit.ts'
import { contextOf } from '../../kit/services.ts'
import { eventually } from '../../servers/eventually.ts'
import { writeHistory } from './history.ts'

t.setTimeout(300_000)
const stage = await setStage(() => undefined, {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
})
t.teardown(stage.clear)
const { hub, http, graphql } = stage
const { services } = hub
const { token } = await makeOperator(hub, http)
const post = async (path: string, body: object = {}) =>
  (await http.send('POST', path, body, { token })).body
const codeOf = async (path: string, body: object = {}): Promise<string> =>
  post(path, body).then(
    () => 'done',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  )

const workload = {
  seed: 'line',
  days: 2,
  devices: standardDevices.filter(({ windows }) => windows.length === 0),
}
const [{ name: always } = { name: '' }] = workload.devices
const deviceId = deviceIdOf(always)

type Version = {
  readonly version: number
  readonly status: string
  readonly sha256: string | null
  readonly failure: string | null
  readonly comparedWith: number | null
  readonly evaluation: {
    readonly samples: number
    readonly model: Errors
    readonly turns: Errors
  } | null
  readonly lineage: { readonly waits: number; readonly upTo: string } | null
}
type Errors = { readonly mean: number; readonly median: number }
const versions = async (): Promise<readonly Version[]> => {
  const { model } = await graphql<{
    model: { versions: { edges: readonly { readonly node: Version }[] } } | null
  }>(
    `{ model(name: "queue-time") { versions(first: 20) { edges { node {
      version status sha256 failure comparedWith
      evaluation { samples model { mean median } turns { mean median } }
      lineage { waits upTo }
    } } } } }`,
    {},
    token,
  )
  return model?.versions.edges.map(({ node }) => node) ?? []
}
const when = (version: number, is: (seen: Version) => boolean): Promise<Version> =>
  eventually(async () => {
    const found = (await versions()).find((each) => each.version === version)
    return found !== undefined && is(found) ? found : undefined
  }, 120_000)
const settled = (version: number) => when(version, ({ status }) => status !== 'TRAINING')

const model = await post('/v1/models', {
  ...{ name: 'queue-time', kind: 'QUEUE_TIME', description: 'How long a job waits for its slot' },
})
const path = `/v1/models/${String(model['modelId'])}/versions`
const { deviceId: _, ...facts } = { deviceId, ...DeviceFacts.parse(ideal) }

t.test('without a history nothing is trained, and nothing predicted', async (t) => {
  const command = {
    type: 'RegisterDevice',
    providerOrganisation: newId(),
    deviceId,
    facts,
  } as const
  await change(services, contextOf(newId()), 'test', device, deviceId, command)
  await post(path)
  t.match(await settled(1), { status: 'FAILED', failure: /0 waits/ })
  t.equal(await codeOf(`${path}/1/promotion`), 'MODEL_VERSION_NOT_READY')
  t.equal(await codeOf(`${path}/7/promotion`), 'NOT_FOUND')
  const asked = await predicted()
  t.match(asked, { basis: 'NOT_ACCEPTING', seconds: null, modelVersion: null })
})

const predicted = async (): Promise<object> =>
  eventually(async () => {
    const { device: found } = await graphql<{ device: { queueTimePrediction: object } | null }>(
      `query ($deviceId: ID!) { device(deviceId: $deviceId) { queueTimePrediction { basis seconds low high modelVersion } } }`,
      { deviceId },
    )
    return found?.queueTimePrediction
  })

t.test('versions are trained on the log, compared, promoted or not', async (t) => {
  const end = await writeHistory(services.eventStore, workload)
  await post(path, { algorithm: 'RIDGE' })
  await post(path)
  await post(path)
  const [ridge, trees, again] = [await settled(2), await settled(3), await settled(4)]
  const collector = waitCollector()
  for (const { event } of workloadEvents(workload)) collector.take(event)
  t.equal(trees.lineage?.waits, collector.samples().length, 'every wait of the log')
  t.ok(BigInt(trees.lineage?.upTo ?? 0) >= end)
  t.equal(again.sha256, trees.sha256, 'the same history makes the same version')
  const here = await fitQueueTime(collector.samples(), 'BOOSTED_TREES', fit)
  t.match(here?.evaluation.model, trees.evaluation?.model, 'as it is computed elsewhere')
  t.comment(JSON.stringify({ ridge: ridge.evaluation, trees: trees.evaluation }))
  t.ok((trees.evaluation?.model.mean ?? 0) < (trees.evaluation?.turns.mean ?? 0))

  t.equal(await codeOf(`${path}/3/promotion`), 'done')
  t.equal(await codeOf(`${path}/3/promotion`), 'done', 'it is in use')
  t.equal(await codeOf(`${path}/4/promotion`), 'MODEL_NOT_COMPARED')
  await post(`${path}/4/evaluations`)
  t.match(await when(4, ({ comparedWith }) => comparedWith !== null), { comparedWith: 3 })
  t.equal(await codeOf(`${path}/4/promotion`), 'MODEL_NOT_BETTER')
  t.equal(
    await codeOf('/v1/models', { name: 'queue-time', kind: 'QUEUE_TIME', description: 'x' }),
    'ALREADY_EXISTS',
  )
})

t.test('the version in use predicts, in GraphQL and as a tool', async (t) => {
  const shown = await eventually(async () => {
    const found = (await predicted()) as { readonly basis: string; readonly seconds: number }
    return found.basis === 'MODEL' ? found : undefined
  })
  const collector = waitCollector()
  for (const { event } of workloadEvents(workload)) collector.take(event)
  const nowMs = services.clock.now().getTime()
  const rows = await services.models.queueTimes.grounds(deviceId)
  const folded = collector.situation(deviceId)
  t.ok(folded.waiting.length > 0, 'there is a line')
  for (const user of [newId(), ...folded.waiting.map((line) => line.user)]) {
    const [here, there] = [rows?.situation, folded].map(
      (situation) =>
        situation && featuresOf(situation, user, nowMs).map((value) => value.toFixed(9)),
    )
    t.same(here, there, 'rows and fold say the same of a line')
  }
  t.match(shown, { modelVersion: 3, low: Number, high: Number })
  t.ok(shown.seconds > 0)
  const use = {
    ...{ services, context: contextOf(newId()), organisation: newId(), budgetId: newId() },
    ...{ deed: 'look', actor: { kind: 'user', id: newId() } as const },
  }
  const told = await predictQueueTime.run({ deviceId }, use)
  t.match(told, { kind: 'done', output: { basis: 'MODEL', modelVersion: 3 } })
  const unknown = await predictQueueTime.run({ deviceId: newId() }, use)
  t.match(unknown, { kind: 'refused', code: 'NOT_FOUND' })
})
