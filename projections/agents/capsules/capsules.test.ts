import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { deploymentPlans } from '../plans/plans.ts'
import { capsuleRuns } from './capsule-runs.ts'
import { capsules } from './capsules.ts'

const [capsuleId, organisationId] = [idNamed('capsule'), idNamed('organisation')]
const facts = {
  ...{ language: 'OPENQASM', version: '3.0', qubits: 1, clbits: 1, registers: [] },
  ...{ oneQubitGates: 1, twoQubitGates: 0, measurements: 1, depth: 2, dynamic: false },
}
const test = {
  ...{ name: 'fair', basis: 'THEORY', inputs: {}, shots: 100, seed: 'one' },
  ...{ expected: { '0': 0.5, '1': 0.5 }, tolerance: 0.2 },
}
const content = {
  ...{ format: 1, name: 'coin', version: '1.0.0', description: '', source: 'qubit q;' },
  ...{ shots: 100, inputs: {}, tests: [test] },
}
const packaged = (accepted: boolean) => ({
  type: 'CapsulePackaged',
  data: {
    ...{ capsuleId, organisationId, content, sha256: 'ab'.repeat(32), facts, declared: [] },
    ...{ report: { accepted, checks: [], tests: [] }, at: meta.now },
  },
})
const publication = {
  ...{ appId: idNamed('app'), versionId: idNamed('version'), packageId: idNamed('package') },
  semver: '1.0.0',
}
const stream = `capsule-${capsuleId}`

t.test('a capsule with where it was published', async () => {
  const { given } = projection(capsules)
  given(on(stream, packaged(true)))
    .when(
      on(stream, { type: 'CapsulePublished', data: { capsuleId, at: meta.now, ...publication } }),
    )
    .then({ capsules: [{ name: 'coin', status: 'VALID', publications: [publication] }] })
  given()
    .when(on(stream, packaged(false)))
    .then({ capsules: [{ version: '1.0.0', status: 'INVALID', publications: [] }] })
})

t.test('a run, whatever it came to', async () => {
  const runId = idNamed('run')
  const ran = (outcome: object) => ({
    type: 'CapsuleRan',
    data: {
      runId,
      capsuleId,
      organisationId,
      inputs: {},
      shots: 5,
      seed: 'x',
      outcome,
      at: meta.now,
    },
  })
  const { given } = projection(capsuleRuns)
  given()
    .when(
      on(
        `capsuleRun-${runId}`,
        ran({ kind: 'COMPLETED', histogram: { encoding: 'json', counts: { '0': 5 } } }),
      ),
    )
    .then({ capsule_runs: [{ capsule_id: capsuleId, status: 'COMPLETED', shots: 5 }] })
  given()
    .when(
      on(
        `capsuleRun-${runId}`,
        ran({ kind: 'FAILED', part: 'SCRIPT', code: 'SCRIPT_THREW', message: 'no' }),
      ),
    )
    .then({ capsule_runs: [{ status: 'FAILED' }] })
})

t.test('a plan, until it is withdrawn', async () => {
  const planId = idNamed('plan')
  const files = [
    { path: 'compose.yaml', content: 'services: {}' },
    { path: 'kubernetes.yaml', content: '' },
  ]
  const service = {
    ...{ name: 'run', kind: 'JOB', image: 'x:1', replicas: 1, user: 1000 },
    ...{ resources: { cpuMillis: 100, memoryMb: 64 }, environment: {} },
    ...{ ports: [], volumes: [], files: [], needs: [] },
  }
  const planned = {
    type: 'DeploymentPlanned',
    data: {
      ...{ planId, organisationId, name: 'coin', capsuleId, files, sha256: 'ab'.repeat(32) },
      ...{ infrastructure: { name: 'coin', services: [service] }, at: meta.now },
    },
  }
  const plan = `deploymentPlan-${planId}`
  const { given } = projection(deploymentPlans)
  given()
    .when(on(plan, planned))
    .then({ deployment_plans: [{ name: 'coin', status: 'CURRENT', capsule_id: capsuleId, files }] })
  given(on(plan, planned))
    .when(on(plan, { type: 'DeploymentPlanWithdrawn', data: { planId, at: meta.now } }))
    .then({ deployment_plans: [{ status: 'WITHDRAWN' }] })
})
