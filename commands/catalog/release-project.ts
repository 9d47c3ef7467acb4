import type { z } from 'zod'
import { app } from '../../domain/catalog/app.ts'
import { Visibility } from '../../domain/catalog/app-details.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import { project, type ExistingProject } from '../../domain/catalog/project.ts'
import { SemVer, Slug } from '../../domain/catalog/values.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { AppInput } from './app-input.ts'
import { ownProject } from './own.ts'
import { OfProject } from './projects.ts'
import { reserveSlug } from './reserve-slug.ts'
import { versionIdOf } from './version-id.ts'
import { contentOf, VersionInput } from './version-input.ts'

/** What the app tells of itself beyond what the project does. */
const NewApp = AppInput.omit({ name: true, repository: true }).extend({
  slug: Slug,
  visibility: Visibility.default('PUBLIC'),
})

/** Makes the app that the project becomes. Nothing: it is there. */
const makeApp = async (
  tools: CommandTools,
  appId: string,
  { projectId, organisationId, details: { name, repository } }: ExistingProject,
  { slug, visibility, ...rest }: z.output<typeof NewApp>,
): Promise<Rejection | Failure | undefined> => {
  const refused = await reserveSlug(tools, slug, appId)
  if (refused !== undefined) return refused
  const details = { name, ...rest, ...(repository === undefined ? {} : { repository }) }
  const identity = { appId, organisationId, slug, projectId }
  const wish = { type: 'CreateApp', ...identity, details, visibility } as const
  const made = await tools.change(app, appId, wish)
  return 'stream' in made ? undefined : made
}

/** A circuit of the project becomes a version of its app; the first time, the app is made with it. */
export const releaseProject = defineCommand({
  name: 'catalog.release-project',
  input: OfProject.extend({
    circuitId: Id,
    semver: SemVer,
    app: NewApp.exactOptional(),
    version: VersionInput.omit({ program: true, qubits: true }),
  }),
  scope: 'catalog:write',
  run: async ({ projectId, circuitId, semver, app: newApp, version }, tools) => {
    const own = await ownProject(tools, projectId)
    if (isRejection(own)) return own
    const answer = (appId: string) => ({
      ...{ projectId, appId, versionId: versionIdOf(appId, semver), semver },
    })
    const before = await tools.answered(project, projectId)
    if (before !== undefined) {
      if (!('stream' in before)) return before
      const appId = before.state.kind === 'absent' ? undefined : before.state.appId
      return appId === undefined ? notFound('app') : { answer: answer(appId), changed: before }
    }
    const circuit = own.circuits[circuitId]
    if (circuit === undefined) return notFound('circuit')
    if (own.kind === 'archived') return reject('PROJECT_ARCHIVED', 'Restore the project first.')
    const isFirst = own.appId === undefined
    if (isFirst !== (newApp !== undefined)) return misplacedApp(isFirst)
    const appId = own.appId ?? derivedId(tools.context.commandId, 'app')
    const refused = newApp && (await makeApp(tools, appId, own, newApp))
    if (refused !== undefined) return refused
    const versionId = versionIdOf(appId, semver)
    const { organisationId } = own
    const { facts, source: program } = circuit
    const drafted = await tools.change(appVersion, versionId, {
      type: 'DraftVersion',
      ...{ versionId, appId, organisationId, semver },
      ...contentOf({ ...version, qubits: facts.qubits, program }),
    })
    if (!('stream' in drafted)) return drafted
    const release = { projectId, circuitId, appId, versionId, semver }
    const changed = await tools.change(project, projectId, {
      type: 'RecordProjectRelease',
      ...release,
    })
    return 'stream' in changed ? { answer: answer(appId), changed } : changed
  },
})

const misplacedApp = (isFirst: boolean): Rejection => {
  const detail = isFirst
    ? 'The project is not an app yet: say what the app is.'
    : 'The project is an app already: change the app itself.'
  return reject('INVALID_INPUT', detail, [{ pointer: '/app', code: 'misplaced', detail }])
}
