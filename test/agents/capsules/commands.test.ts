import t from 'tap'
import { capsuleHashOf } from '../../../commands/agents/capsules/content-hash.ts'
import { packageCapsule } from '../../../commands/agents/capsules/package-capsule.ts'
import { publishCapsule } from '../../../commands/agents/capsules/publish-capsule.ts'
import { readCapsule, readCapsuleRun } from '../../../commands/agents/capsules/read-capsule.ts'
import { runCapsule } from '../../../commands/agents/capsules/run-capsule.ts'
import { createApp } from '../../../commands/catalog/create-app.ts'
import { execute } from '../../../commands/shared/execute.ts'
import type { CapsuleTest } from '../../../domain/agents/capsules/content.ts'
import { appVersion } from '../../../domain/catalog/app-version.ts'
import { load } from '../../../commands/shared/load.ts'
import { answerOf, codeOf } from '../answers.ts'
import { bellSource, organisation, stage, stranger } from './stage.ts'

const agreeing: CapsuleTest = {
  name: 'they agree',
  basis: 'THEORY',
  inputs: {},
  shots: 1000,
  seed: 'a',
  expected: { '00': 0.5, '11': 0.5 },
  tolerance: 0.1,
}
const script = `export default ({ counts, shots }) => ({ agree: ((counts['00'] ?? 0) + (counts['11'] ?? 0)) / shots })`
const bell = { name: 'bell-pair', source: bellSource, tests: [agreeing], script }

t.test('a capsule is compiled, tested, and kept under its hash', async (t) => {
  const { run, services, as } = stage(t)
  const { capsuleId, sha256, accepted, report } = answerOf(await run(packageCapsule, bell, 'one'))
  t.ok(accepted)
  t.match(report.checks, [
    { check: 'PROGRAM', outcome: 'PASSED' },
    { check: 'SCRIPT', outcome: 'PASSED' },
    { check: 'TESTS', outcome: 'PASSED', detail: '1 of 1 passed' },
  ])
  const read = await readCapsule(services, as(organisation, 'read'), capsuleId)
  if (read.kind === 'failed') throw new Error(read.failure.code)
  t.equal(capsuleHashOf(read.view.content), sha256)
  t.match(read.view, { status: 'valid', facts: { qubits: 2, twoQubitGates: 1 } })
  t.match(await readCapsule(services, as(stranger, 'read'), capsuleId), {
    failure: { code: 'NOT_FOUND' },
  })
  const again = await run(packageCapsule, bell, 'one')
  t.match(answerOf(again), { capsuleId, sha256 }, 'the same request finds the same capsule')
  t.equal(codeOf(await run(packageCapsule, { ...bell, shots: 7 }, 'one')), 'IDEMPOTENCY_KEY_REUSED')
  const other = answerOf(await run(packageCapsule, bell, 'two'))
  t.equal(other.sha256, sha256, 'the same content has the same hash')
})

t.test('what does not compile is refused, by line and column', async (t) => {
  const { run } = stage(t)
  const outcome = await run(packageCapsule, { ...bell, source: 'qubit q; hh q;' }, 'bad')
  t.match(outcome, { failure: { code: 'INVALID_CIRCUIT', issues: [{ line: 1, column: 10 }] } })
  const large = await run(
    packageCapsule,
    { ...bell, source: 'qubit[40] q; bit c; c = measure q[0];' },
    'large',
  )
  t.equal(codeOf(large), 'TOO_MANY_QUBITS')
})

t.test('what fails its tests is kept with the report, and neither run nor published', async (t) => {
  const { run, services, as } = stage(t)
  const refusedBy = async (changes: object, key: string) =>
    answerOf(await run(packageCapsule, { ...bell, ...changes }, key))
  const wrong = await refusedBy({ tests: [{ ...agreeing, expected: { '01': 1 } }] }, 'wrong')
  t.notOk(wrong.accepted)
  t.match(wrong.report.tests, [{ passed: false, distance: 1, tolerance: 0.1 }])
  const off = await refusedBy({ tests: [{ ...agreeing, output: { agree: 0 } }] }, 'off')
  t.match(off.report.tests, [{ passed: false, detail: /something else/ }])
  const endless = await refusedBy({ script: 'export default () => { for (;;); }' }, 'endless')
  t.match(endless.report, {
    accepted: false,
    checks: [{}, { check: 'SCRIPT', outcome: 'FAILED' }, { check: 'TESTS', outcome: 'FAILED' }],
    tests: [{ detail: /SCRIPT_STEPS/ }],
  })
  const mute = await refusedBy({ source: 'qubit q; reset q;' }, 'mute')
  t.match(mute.report.checks, [{ check: 'PROGRAM', outcome: 'FAILED' }])
  const { capsuleId } = wrong
  t.equal(codeOf(await run(runCapsule, { capsuleId }, 'run wrong')), 'CAPSULE_INVALID')
  const app = answerOf(await run(createApp, newApp, 'app'))
  const publish = { capsuleId, appId: app.appId }
  t.equal(codeOf(await run(publishCapsule, publish, 'publish wrong')), 'CAPSULE_INVALID')
  t.match(await readCapsule(services, as(organisation, 'read'), capsuleId), {
    view: { status: 'invalid', publications: [] },
  })
})

const newApp = {
  slug: 'bell-pair',
  name: 'Bell pair',
  summary: 'Two that agree.',
  type: 'EDUCATION' as const,
  licence: 'Apache-2.0',
  readme: '',
  tags: [],
}

t.test('a run is written down once, and is the same when asked for again', async (t) => {
  const { run, services, as, forgotten } = stage(t)
  const { capsuleId } = answerOf(await run(packageCapsule, bell, 'one'))
  const ran = answerOf(await run(runCapsule, { capsuleId, shots: 500 }, 'run'))
  t.match(ran, { capsuleId, outcome: 'COMPLETED' })
  const view = async () => {
    const read = await readCapsuleRun(services, as(organisation, 'read'), capsuleId, ran.runId)
    if (read.kind === 'failed') throw new Error(read.failure.code)
    return read.view
  }
  const { outcome, shots } = await view()
  if (outcome.kind !== 'COMPLETED') throw new Error(outcome.message)
  t.strictSame(outcome.output, { agree: 1 })
  t.equal(shots, 500)
  t.equal(
    Object.values(outcome.counts).reduce((a, b) => a + b, 0),
    500,
  )
  t.strictSame(Object.keys(outcome.counts).toSorted(), ['00', '11'])
  const before = await services.eventStore.head()
  const again = await execute(
    forgotten(),
    runCapsule,
    { capsuleId, shots: 500 },
    as(organisation, 'run'),
  )
  t.match(answerOf(again), ran)
  t.equal(await services.eventStore.head(), before, 'nothing is written a second time')
  t.equal(codeOf(await run(runCapsule, { capsuleId, shots: 5 }, 'run')), 'IDEMPOTENCY_KEY_REUSED')
  t.equal(codeOf(await run(runCapsule, { capsuleId }, 'theirs', stranger)), 'NOT_FOUND')
  t.match(await readCapsuleRun(services, as(stranger, 'read'), capsuleId, ran.runId), {
    failure: { code: 'NOT_FOUND' },
  })
  const bounded = await run(
    packageCapsule,
    {
      ...bell,
      script:
        'export default ({ inputs, shots }) => { if (shots < 100) throw new Error("too few"); return {} }',
    },
    'few',
  )
  const few = answerOf(
    await run(runCapsule, { capsuleId: answerOf(bounded).capsuleId, shots: 5 }, 'few'),
  )
  t.equal(few.outcome, 'FAILED', 'a script that throws is an outcome')
})

t.test('time that is not there is no verdict: nothing is written down', async (t) => {
  const { services, as } = stage(t)
  const slow = {
    ...services,
    apps: {
      ...services.apps,
      sandbox: {
        ...services.apps.sandbox,
        process: () =>
          Promise.resolve({ kind: 'failed', code: 'SCRIPT_TIME', message: 'too long' } as const),
      },
    },
  }
  const before = await services.eventStore.head()
  t.equal(
    codeOf(await execute(slow, packageCapsule, bell, as(organisation, 'slow'))),
    'SANDBOX_LIMIT',
  )
  t.equal(await services.eventStore.head(), before)
  t.ok(answerOf(await execute(services, packageCapsule, bell, as(organisation, 'slow'))).accepted)
})

t.test('a capsule becomes a version of an app, as a package that validation reads', async (t) => {
  const { run, services } = stage(t)
  const tunable = {
    ...bell,
    source: bellSource
      .replace('qubit', 'input angle theta;\nqubit')
      .replace('h q[0]', 'ry(theta) q[0]'),
    inputs: { theta: Math.PI / 2 },
    tests: [{ ...agreeing, inputs: { theta: Math.PI / 2 } }],
  }
  const { capsuleId, sha256 } = answerOf(await run(packageCapsule, tunable, 'one'))
  const { appId } = answerOf(await run(createApp, newApp, 'app'))
  const published = answerOf(
    await run(publishCapsule, { capsuleId, appId, semver: '1.2.0' }, 'publish'),
  )
  const { versionId } = published
  t.match(published, { capsuleId, appId, semver: '1.2.0' })
  const { state } = await load(services.eventStore, services.foldCache, appVersion, versionId)
  if (state.kind !== 'draft' || state.ir?.kind !== 'PACKAGE')
    throw new Error('no draft of a package')
  t.match(state.releaseNotes, sha256)
  t.strictSame(state.inputSchema['required'], ['theta'])
  const report = await services.apps.checkVersion({ ...state, ir: state.ir })
  t.ok(report.accepted, JSON.stringify(report.issues))
  t.match(
    answerOf(await run(publishCapsule, { capsuleId, appId, semver: '1.2.0' }, 'publish')),
    published,
  )
  t.equal(
    codeOf(await run(publishCapsule, { capsuleId, appId, semver: '1.2.0' }, 'twice')),
    'VERSION_EXISTS',
  )
  t.equal(codeOf(await run(publishCapsule, { capsuleId, appId }, 'theirs', stranger)), 'NOT_FOUND')
})
