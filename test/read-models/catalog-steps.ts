import { app, type AppCommand } from '../../domain/catalog/app.ts'
import { appDownload } from '../../domain/catalog/app-download.ts'
import { appLike } from '../../domain/catalog/app-like.ts'
import { appVersion, type AppVersionCommand } from '../../domain/catalog/app-version.ts'
import { project, type ProjectCircuit, type ProjectCommand } from '../../domain/catalog/project.ts'
import { slugReservation } from '../../domain/catalog/slug-reservation.ts'
import {
  accepted,
  appOf,
  detailsOf,
  draft,
  makeApp,
  manifestOf,
  versionOf,
} from './catalog-samples.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

/** Without the id, which follows from the step's name. */
type Wish<Command> = Command extends unknown ? Omit<Command, 'appId' | 'projectId'> : never

const onApp =
  (wish: Wish<AppCommand>): Step =>
  (recorder, _, name) =>
    void recorder.record(app, appOf(name), { ...wish, appId: appOf(name) })

const onVersion =
  (semver: string, command: AppVersionCommand): Step =>
  (recorder, _, name) =>
    void recorder.record(appVersion, versionOf(name, semver), command)

const onProject =
  (wishFor: (owner: string) => Wish<ProjectCommand>): Step =>
  (recorder, _, name, owner) => {
    const projectId = idOf('project', name)
    // What was left out is put back.
    recorder.record(project, projectId, { ...wishFor(owner), projectId } as ProjectCommand)
  }

const knows =
  (type: 'RecordRelease' | 'RecordYank', semver: string): Step =>
  (recorder, _, name) =>
    void recorder.record(app, appOf(name), {
      type,
      appId: appOf(name),
      versionId: versionOf(name, semver),
      semver,
    })

const circuit: ProjectCircuit = {
  name: 'pair',
  source: 'OPENQASM 3.0;\nqubit q;',
  inputs: { theta: 0.5 },
  sourceHash: 'ab'.repeat(32),
  facts: {
    language: 'OpenQASM',
    version: '3.0',
    qubits: 1,
    clbits: 0,
    registers: [],
    oneQubitGates: 0,
    twoQubitGates: 0,
    measurements: 0,
    depth: 0,
    dynamic: false,
  },
}
const details = { name: 'Pairs', description: 'Of qubits.', repository: 'https://example.org/a' }
const page = { title: 'Why', body: '# Why\n\nBecause.' }
const pageId = idOf('page', '1')
const otherPageId = idOf('page', '2')
const circuitId = idOf('circuit', '1')

const likes =
  (type: 'LikeApp' | 'UnlikeApp'): Step =>
  (recorder, _, name, person) =>
    void recorder.record(appLike, idOf('like', name, person), {
      type,
      likeId: idOf('like', name, person),
      appId: appOf(name),
      userId: idOf('user', person),
    })

/** What may happen to projects, apps, their versions and their counts, by the deciders. */
export const catalogSteps = {
  createProject: onProject((owner) => ({
    type: 'CreateProject',
    organisationId: idOf('organisation', owner),
    details,
    template: { name: 'bell-pair', circuitId: idOf('circuit', 'first'), circuit },
  })),
  changeProject: onProject(() => ({ type: 'ChangeProject', details: { ...details, name: 'P' } })),
  addCircuit: onProject(() => ({ type: 'AddCircuit', circuitId, circuit })),
  changeCircuit: onProject(() => ({
    type: 'ChangeCircuit',
    circuitId,
    circuit: { ...circuit, name: 'other' },
  })),
  removeCircuit: onProject(() => ({ type: 'RemoveCircuit', circuitId })),
  recordProjectRelease: onProject(() => ({
    type: 'RecordProjectRelease',
    circuitId,
    appId: appOf('1'),
    versionId: versionOf('1', '1.0.0'),
    semver: '1.0.0',
  })),
  archiveProject: onProject(() => ({ type: 'ArchiveProject' })),
  restoreProject: onProject(() => ({ type: 'RestoreProject' })),
  createApp: (recorder, _, name, owner) => {
    const repository = 'https://example.org/a'
    const made = { organisation: owner, details: { tags: ['pairs'], repository } }
    makeApp(recorder, name, { ...made, slug: `app-${name}` })
  },
  abandonApp: (recorder) => {
    const appId = appOf('never')
    recorder.record(app, appId, { type: 'AbandonAppCreation', appId })
  },
  reserveSlug: (recorder, _, name) => {
    const slug = `slug-${name}`
    recorder.record(slugReservation, slug, { type: 'ReserveSlug', slug, appId: appOf('never') })
    const from = appOf('never')
    recorder.record(slugReservation, slug, { type: 'TakeOverSlug', slug, appId: appOf(name), from })
  },
  changeApp: onApp({
    type: 'ChangeAppDetails',
    details: detailsOf({ name: 'Other pairs', readme: '# Pairs' }),
  }),
  hideApp: onApp({ type: 'ChangeAppVisibility', visibility: 'UNLISTED' }),
  showApp: onApp({ type: 'ChangeAppVisibility', visibility: 'PUBLIC' }),
  addPage: onApp({ type: 'AddAppPage', pageId, page }),
  addOtherPage: onApp({ type: 'AddAppPage', pageId: otherPageId, page }),
  changePage: onApp({ type: 'ChangeAppPage', pageId, page: { ...page, title: 'How' } }),
  orderPages: onApp({ type: 'OrderAppPages', pageIds: [otherPageId, pageId] }),
  removePage: onApp({ type: 'RemoveAppPage', pageId }),
  draftVersion: (recorder, _, name, owner) => draft(recorder, name, '1.0.0', {}, owner),
  attachPackage: onVersion('1.0.0', {
    type: 'AttachPackage',
    package: {
      objectKey: `sha256/ab/${'ab'.repeat(32)}`,
      sha256: 'ab'.repeat(32),
      size: 1000,
      contentType: 'application/zip',
    },
  }),
  reviseVersion: onVersion('1.0.0', {
    type: 'ReviseVersion',
    manifest: manifestOf({ qubits: 3, releaseNotes: 'Anew.' }),
    ir: { kind: 'OPENQASM', source: circuit.source },
  }),
  askForValidation: onVersion('1.0.0', { type: 'RequestValidation' }),
  rejectVersion: onVersion('1.0.0', {
    type: 'RecordValidation',
    attempt: 1,
    report: {
      ...accepted,
      accepted: false,
      issues: [{ pointer: '/ir', code: 'QASM_SYNTAX', detail: 'What is that?', line: 1 }],
    },
  }),
  askAgain: onVersion('1.0.0', { type: 'RequestValidation' }),
  acceptVersion: onVersion('1.0.0', { type: 'RecordValidation', attempt: 2, report: accepted }),
  releaseVersion: onVersion('1.0.0', { type: 'ReleaseVersion' }),
  recordRelease: knows('RecordRelease', '1.0.0'),
  recordOtherRelease: knows('RecordRelease', '1.1.0-beta'),
  publishApp: onApp({ type: 'PublishApp' }),
  featureApp: onApp({ type: 'FeatureApp' }),
  endFeature: onApp({ type: 'EndAppFeature' }),
  likeApp: likes('LikeApp'),
  downloadApp: (recorder, _, name, person) =>
    void recorder.record(appDownload, idOf('downloads', name, person), {
      type: 'CountDownload',
      downloadsId: idOf('downloads', name, person),
      appId: appOf(name),
      versionId: versionOf(name, '1.0.0'),
      accountId: idOf('user', person),
    }),
  unlikeApp: likes('UnlikeApp'),
  yankVersion: onVersion('1.0.0', { type: 'YankVersion', reason: 'wrong' }),
  recordYank: knows('RecordYank', '1.0.0'),
  withdrawApp: onApp({ type: 'WithdrawApp', reason: 'superseded' }),
} as const satisfies Readonly<Record<string, Step>>
