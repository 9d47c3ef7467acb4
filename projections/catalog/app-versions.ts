import { definitions, type AppVersionEvent } from '../../domain/catalog/app-version.ts'
import type { VersionManifest } from '../../domain/catalog/version-manifest.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import { semverOrder } from './semver-order.ts'
import type { AppVersionRow } from './tables.ts'

/** Every version of every app, whole. */
export const appVersions = projectionOf({
  name: 'app-versions',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'app_versions', key: { version_id: data.versionId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('app_versions', { version_id: event.data.versionId })
    const row =
      event.type === 'VersionDrafted'
        ? drafted(event)
        : {
            ...existing(known, event),
            ...changeOf(event),
            changed_at: new Date(event.data.at),
          }
    return [{ do: 'put', table: 'app_versions', row: { ...row, revision, position } }]
  },
})

type Drafted = Extract<Projected<AppVersionEvent>, { type: 'VersionDrafted' }>

const drafted = ({ data, revision, position }: Drafted): AppVersionRow => ({
  version_id: data.versionId,
  app_id: data.appId,
  organisation_id: data.organisationId,
  semver: data.semver,
  semver_order: semverOrder(data.semver),
  status: 'DRAFT',
  ...manifestOf(data.manifest),
  ir: data.ir ?? null,
  report: null,
  released_at: null,
  yanked_at: null,
  yank_reason: null,
  created_at: new Date(data.at),
  changed_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const manifestOf = (manifest: VersionManifest) => ({
  sdk: manifest.sdk,
  input_schema: manifest.inputSchema,
  output_schema: manifest.outputSchema,
  qubits: manifest.qubits,
  preferred_device_id: manifest.preferredDeviceId ?? null,
  examples: manifest.examples,
  release_notes: manifest.releaseNotes,
})

const changeOf = (
  event: Exclude<AppVersionEvent, { type: 'VersionDrafted' }>,
): Partial<AppVersionRow> => {
  switch (event.type) {
    case 'VersionRevised': {
      const { manifest, ir } = event.data
      return { status: 'DRAFT', ...manifestOf(manifest), ir: ir ?? null, report: null }
    }
    case 'VersionPackageAttached':
      return { status: 'DRAFT', ir: { kind: 'PACKAGE', ...event.data.package }, report: null }
    case 'VersionValidationRequested':
      return { status: 'VALIDATING', report: null }
    case 'VersionValidated':
      return { status: 'VALIDATED', report: event.data.report }
    case 'VersionRejected':
      return { status: 'INVALID', report: event.data.report }
    case 'VersionReleased':
      return { status: 'RELEASED', released_at: new Date(event.data.at) }
    case 'VersionYanked': {
      const { at, reason } = event.data
      return { status: 'YANKED', yanked_at: new Date(at), yank_reason: reason }
    }
    default:
      return exhausted(event)
  }
}
