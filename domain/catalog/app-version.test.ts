import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { appVersion, type AppVersion, type AppVersionCommand } from './app-version.ts'
import type { VersionManifest } from './version-manifest.ts'
import type { VersionReport } from './version-report.ts'

const { after, given } = decider(appVersion)
const manifest: VersionManifest = {
  sdk: { name: 'openqasm', version: '3.0' },
  inputSchema: {},
  outputSchema: {},
  qubits: 1,
  examples: [],
  releaseNotes: '',
}
const ir = { kind: 'OPENQASM', source: 'qubit q;' } as const
const identity = {
  versionId: idNumber(1),
  appId: idNumber(2),
  organisationId: idNumber(3),
  semver: '1.0.0',
}
const draft: AppVersionCommand = { type: 'DraftVersion', ...identity, manifest, ir }
const waiting: AppVersionCommand = { type: 'DraftVersion', ...identity, manifest }
const ask: AppVersionCommand = { type: 'RequestValidation' }
const revise: AppVersionCommand = { type: 'ReviseVersion', manifest, ir }
const attach: AppVersionCommand = {
  type: 'AttachPackage',
  package: { objectKey: 'k', sha256: 'ab'.repeat(32), size: 1, contentType: 'application/zip' },
}
const release: AppVersionCommand = { type: 'ReleaseVersion' }
const yank: AppVersionCommand = { type: 'YankVersion', reason: 'wrong' }
const report: VersionReport = { accepted: true, checks: [], issues: [], inputs: [] }
const found = (accepted: boolean, attempt = 1): AppVersionCommand => ({
  type: 'RecordValidation',
  attempt,
  report: { ...report, accepted },
})
const validated = [draft, ask, found(true)]
const refused = 'ILLEGAL_VERSION_TRANSITION'

t.test('a number is an app’s once', async () => {
  given().when(draft).then(['VersionDrafted'])
  after(draft).when(draft).then('VERSION_EXISTS')
})
t.test('from draft to release', async () => {
  after(draft).when(ask).then(['VersionValidationRequested'])
  after(draft, ask).when(found(true)).then(['VersionValidated'])
  after(...validated)
    .when(release)
    .then(['VersionReleased'])
  after(...validated, release)
    .when(yank)
    .then(['VersionYanked'])
})
t.test('what is so already is so', async () => {
  after(draft, ask).when(ask).then([])
  after(...validated)
    .when(ask)
    .then([])
  after(...validated, release)
    .when(release)
    .then([])
  after(...validated, release, yank)
    .when(yank)
    .then([])
})
t.test('what was not validated is not released', async () => {
  after(draft).when(release).then(refused)
  after(draft, ask).when(release).then(refused)
  after(draft, ask, found(false)).when(release).then(refused)
  after(...validated, revise)
    .when(release)
    .then(refused)
})
t.test('what is released never changes', async () => {
  for (const wish of [revise, attach, ask])
    after(...validated, release)
      .when(wish)
      .then(refused)
})
t.test('a version waits for its package', async () => {
  after(waiting).when(ask).then('VERSION_INCOMPLETE')
  after(waiting).when(attach).then(['VersionPackageAttached'])
  after(waiting, attach).when(attach).then([])
  after(waiting, attach).when(ask).then(['VersionValidationRequested'])
})
t.test('the word of a validation that nobody waits for changes nothing', async () => {
  after(draft, ask, found(false), revise, ask).when(found(true, 1)).then([])
  after(draft, ask, found(false), revise, ask).when(found(true, 2)).then(['VersionValidated'])
})
t.test('only what is released is yanked', async () => after(draft).when(yank).then(refused))
t.test('what was never drafted is not there', async () => given().when(ask).then('NOT_FOUND'))

const anything = fc.constantFrom(
  ...[draft, waiting, ask, revise, attach, release, yank],
  ...[found(true), found(false), found(true, 2), found(false, 2)],
)

t.test('nothing is released but what was found right, and it stays as it was', async () =>
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (wishes) => {
      let state: AppVersion = appVersion.initial
      let content: string | undefined
      for (const wish of wishes) {
        const decided = appVersion.decide(wish, state, meta)
        if (isRejection(decided)) continue
        state = decided.reduce(appVersion.evolve, state)
        if (state.kind !== 'released' && state.kind !== 'yanked') {
          if (content !== undefined) return false
          continue
        }
        const { ir: program, qubits, report: told } = state
        const now = JSON.stringify({ program, qubits, told })
        if (!told.accepted || (content ?? now) !== now) return false
        content = now
      }
      return true
    }),
  ),
)
