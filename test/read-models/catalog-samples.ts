import { app } from '../../domain/catalog/app.ts'
import type { AppDetails, Visibility } from '../../domain/catalog/app-details.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import type { VersionManifest } from '../../domain/catalog/version-manifest.ts'
import type { VersionReport } from '../../domain/catalog/version-report.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

export const detailsOf = (changes: Partial<AppDetails> = {}): AppDetails => ({
  name: 'Bell pairs',
  summary: 'Two qubits that always agree.',
  type: 'EDUCATION',
  licence: 'Apache-2.0',
  readme: '',
  tags: [],
  ...changes,
})

export const manifestOf = (changes: Partial<VersionManifest> = {}): VersionManifest => ({
  sdk: { name: 'openqasm', version: '3.0' },
  inputSchema: { type: 'object' },
  outputSchema: { type: 'object' },
  qubits: 2,
  examples: [],
  releaseNotes: '',
  ...changes,
})

export const program = { kind: 'OPENQASM', source: 'OPENQASM 3.0; qubit[2] q;' } as const

export const accepted: VersionReport = { accepted: true, checks: [], issues: [], inputs: [] }

export const appOf = (name: string): string => idOf('app', name)
export const versionOf = (name: string, semver: string): string => idOf('version', name, semver)

type Made = {
  readonly organisation?: string
  readonly details?: Partial<AppDetails>
  readonly visibility?: Visibility
  readonly slug?: string
}

export const makeApp = (
  recorder: Recorder,
  name: string,
  { organisation = 'x', details = {}, visibility = 'PUBLIC', slug = name }: Made = {},
): void =>
  void recorder.record(app, appOf(name), {
    type: 'CreateApp',
    appId: appOf(name),
    organisationId: idOf('organisation', organisation),
    slug,
    details: detailsOf(details),
    visibility,
  })

export const draft = (
  recorder: Recorder,
  name: string,
  semver: string,
  manifest: Partial<VersionManifest> = {},
  organisation = 'x',
): void =>
  void recorder.record(appVersion, versionOf(name, semver), {
    type: 'DraftVersion',
    versionId: versionOf(name, semver),
    appId: appOf(name),
    organisationId: idOf('organisation', organisation),
    semver,
    manifest: manifestOf(manifest),
    ir: program,
  })

/** Draft, validated, released, and known to its app. */
export const release = (
  recorder: Recorder,
  name: string,
  semver: string,
  manifest: Partial<VersionManifest> = {},
  organisation = 'x',
): void => {
  const versionId = versionOf(name, semver)
  draft(recorder, name, semver, manifest, organisation)
  recorder.record(appVersion, versionId, { type: 'RequestValidation' })
  recorder.record(appVersion, versionId, {
    type: 'RecordValidation',
    attempt: 1,
    report: accepted,
  })
  recorder.record(appVersion, versionId, { type: 'ReleaseVersion' })
  recorder.record(app, appOf(name), {
    type: 'RecordRelease',
    appId: appOf(name),
    versionId,
    semver,
  })
}

export const publish = (recorder: Recorder, name: string): void =>
  void recorder.record(app, appOf(name), { type: 'PublishApp', appId: appOf(name) })
