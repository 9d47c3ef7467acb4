import { z } from 'zod'
import { app, latestVersion } from '../../domain/catalog/app.ts'
import { AppDetails, Visibility } from '../../domain/catalog/app-details.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import { project, ProjectDetails } from '../../domain/catalog/project.ts'
import { SemVer, Slug } from '../../domain/catalog/values.ts'
import { VersionReport } from '../../domain/catalog/version-report.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'
import { mayTake } from './offered.ts'

export const AppView = AppDetails.extend({
  appId: Id,
  organisationId: Id,
  slug: Slug,
  visibility: Visibility,
  published: z.boolean(),
  featured: z.boolean(),
  latest: z.strictObject({ versionId: Id, semver: SemVer }).exactOptional(),
})
export type AppView = z.output<typeof AppView>

/** An app as it is now: one's own, or one of the registry. */
export const readApp = (
  services: Services,
  context: CommandContext,
  appId: string,
): Promise<ReadOutcome<AppView>> =>
  readAggregate(services, context, 'signed-in', app, appId, (state) => {
    if (state.kind !== 'existing' || !mayTake(context, state)) return notFound('app')
    const { organisationId, slug, details, visibility, published, featured } = state
    const latest = latestVersion(state)
    return {
      ...details,
      ...{ appId, organisationId, slug, visibility, published, featured },
      ...(latest === undefined
        ? {}
        : { latest: { versionId: latest.versionId, semver: latest.semver } }),
    }
  })

export const VersionView = z.strictObject({
  appId: Id,
  versionId: Id,
  semver: SemVer,
  status: z.enum(['draft', 'validating', 'validated', 'invalid', 'released', 'yanked']),
  /** What validation found, once it was done. */
  report: VersionReport.exactOptional(),
})
export type VersionView = z.output<typeof VersionView>

/** One's own version as it is now: where its validation and its release stand. */
export const readVersion = (
  services: Services,
  context: CommandContext,
  appId: string,
  versionId: string,
): Promise<ReadOutcome<VersionView>> =>
  readAggregate(services, context, 'signed-in', appVersion, versionId, (state) => {
    if (state.kind === 'absent' || state.appId !== appId || !actsFor(context, state.organisationId))
      return notFound('version')
    const { kind: status, semver } = state
    const report = 'report' in state ? { report: state.report } : {}
    return { appId, versionId, semver, status, ...report }
  })

export const ProjectView = ProjectDetails.extend({
  projectId: Id,
  organisationId: Id,
  status: z.enum(['active', 'archived']),
  template: z.string().max(60).exactOptional(),
  appId: Id.exactOptional(),
  circuits: z.array(z.strictObject({ circuitId: Id, name: z.string().max(80) })).max(20),
})
export type ProjectView = z.output<typeof ProjectView>

/** A project of the caller's organisation as it is now. */
export const readProject = (
  services: Services,
  context: CommandContext,
  projectId: string,
): Promise<ReadOutcome<ProjectView>> =>
  readAggregate(services, context, 'signed-in', project, projectId, (state) => {
    if (state.kind === 'absent' || !actsFor(context, state.organisationId))
      return notFound('project')
    const { organisationId, details, kind: status, template, appId, circuits } = state
    return {
      ...details,
      ...{ projectId, organisationId, status },
      ...(template === undefined ? {} : { template }),
      ...(appId === undefined ? {} : { appId }),
      circuits: Object.entries(circuits).map(([circuitId, { name }]) => ({ circuitId, name })),
    }
  })
