import { app, type ExistingApp } from '../../domain/catalog/app.ts'
import { appVersion, type ExistingVersion } from '../../domain/catalog/app-version.ts'
import type { Package } from '../../domain/catalog/version-manifest.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import { load as loadFold } from '../shared/load.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'
import type { CommandTools } from '../shared/tools.ts'
import { downloadVersion } from './download-version.ts'
import { obtainable } from './obtainable.ts'

/** The package of a version, and what to call it. */
export type PackageView = { readonly package: Package; readonly fileName: string }

type Tools = Pick<CommandTools, 'load' | 'context'>

const endings: Readonly<Record<string, string>> = {
  'application/zip': 'zip',
  'application/gzip': 'tar.gz',
}

const fileOf = (
  { slug }: ExistingApp,
  { ir, semver }: ExistingVersion,
): PackageView | Rejection => {
  if (ir?.kind !== 'PACKAGE') return notFound('package')
  const { kind: _, ...kept } = ir
  const ending = endings[kept.contentType] ?? 'bin'
  return { package: kept, fileName: `${slug}-${semver}.${ending}` }
}

/** One’s own in whatever state it is, and of others what may be had by downloading it. */
const find = async (tools: Tools, version: ExistingVersion): Promise<PackageView | Rejection> => {
  const { appId, versionId, organisationId } = version
  const { state } = await tools.load(app, appId)
  if (state.kind !== 'existing') return notFound('package')
  if (actsFor(tools.context, organisationId)) return fileOf(state, version)
  const obtained = await obtainable(tools, appId, versionId)
  if (!isRejection(obtained)) return fileOf(state, obtained)
  // Whoever may not know of the version learns no more than of one that is not there.
  return obtained.rejected === 'NOT_FOUND' ? notFound('package') : obtained
}

/** The package of a version, for whoever may have it. */
export const readPackage = async (
  services: Services,
  context: CommandContext,
  appId: string,
  versionId: string,
): Promise<ReadOutcome<PackageView>> => {
  const { eventStore, foldCache } = services
  const tools: Tools = {
    context,
    load: (aggregate, id) => loadFold(eventStore, foldCache, aggregate, id),
  }
  const { scope } = downloadVersion
  const read = await readAggregate(services, context, scope, appVersion, versionId, (state) =>
    state.kind === 'absent' || state.appId !== appId ? notFound('package') : state,
  )
  if (read.kind === 'failed') return read
  const view = await find(tools, read.view)
  return isRejection(view)
    ? { kind: 'failed', failure: { code: view.rejected, detail: view.detail } }
    : { ...read, view }
}
