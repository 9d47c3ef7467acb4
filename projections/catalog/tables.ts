import type { AppDetails, AppType, Visibility } from '../../domain/catalog/app-details.ts'
import type { Ir, VersionManifest } from '../../domain/catalog/version-manifest.ts'
import type { VersionReport } from '../../domain/catalog/version-report.ts'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'

export type ProjectRow = {
  readonly project_id: string
  readonly organisation_id: string
  readonly name: string
  readonly description: string
  readonly repository: string | null
  readonly template: string | null
  readonly status: 'ACTIVE' | 'ARCHIVED'
  /** Released as this app. */
  readonly app_id: string | null
  readonly created_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ProjectCircuitRow = {
  readonly project_id: string
  readonly circuit_id: string
  readonly name: string
  readonly source: string
  readonly inputs: ProgramInputs
  readonly source_hash: string
  readonly facts: CircuitFacts
  readonly changed_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type AppRow = {
  readonly app_id: string
  readonly organisation_id: string
  readonly slug: string
  readonly name: string
  readonly summary: string
  readonly type: AppType
  readonly visibility: Visibility
  readonly licence: string
  readonly tags: AppDetails['tags']
  readonly repository: string | null
  readonly project_id: string | null
  /** In the order in which they are read. */
  readonly page_ids: readonly string[]
  readonly latest_version_id: string | null
  readonly latest_semver: string | null
  /** In the registry since then; null while it is not. */
  readonly published_at: Date | null
  readonly published_position: bigint | null
  readonly featured_at: Date | null
  readonly created_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** What an app is found by. Postgres makes the column `search` of it. */
export type AppTextRow = {
  readonly app_id: string
  readonly name: string
  readonly summary: string
  readonly tags: AppDetails['tags']
  readonly readme: string
  readonly position: bigint
}

export type AppPageRow = {
  readonly app_id: string
  readonly page_id: string
  readonly title: string
  readonly body: string
  readonly changed_at: Date
  readonly position: bigint
}

export type VersionStatus = 'DRAFT' | 'VALIDATING' | 'VALIDATED' | 'INVALID' | 'RELEASED' | 'YANKED'

export type AppVersionRow = {
  readonly version_id: string
  readonly app_id: string
  readonly organisation_id: string
  readonly semver: string
  /** Sorts as versions do, compared byte by byte. */
  readonly semver_order: string
  readonly status: VersionStatus
  readonly sdk: VersionManifest['sdk']
  readonly input_schema: VersionManifest['inputSchema']
  readonly output_schema: VersionManifest['outputSchema']
  readonly qubits: number
  readonly preferred_device_id: string | null
  readonly examples: VersionManifest['examples']
  readonly release_notes: string
  readonly ir: Ir | null
  readonly report: VersionReport | null
  readonly released_at: Date | null
  readonly yanked_at: Date | null
  readonly yank_reason: string | null
  readonly created_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** Downloads: once an account and day. Likes: once a person. */
export type AppCountsRow = {
  readonly app_id: string
  readonly downloads: bigint
  readonly likes: bigint
  readonly position: bigint
}

export type AppLikeRow = {
  readonly like_id: string
  readonly app_id: string
  readonly user_id: string
  readonly liked_at: Date
  readonly position: bigint
}

export type CatalogTables = {
  readonly projects: ProjectRow
  readonly project_circuits: ProjectCircuitRow
  readonly apps: AppRow
  readonly app_texts: AppTextRow
  readonly app_pages: AppPageRow
  readonly app_versions: AppVersionRow
  readonly app_counts: AppCountsRow
  readonly app_likes: AppLikeRow
}
