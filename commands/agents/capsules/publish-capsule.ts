import { createHash } from 'node:crypto'
import { z } from 'zod'
import { capsule, type ExistingCapsule } from '../../../domain/agents/capsules/capsule.ts'
import { appVersion } from '../../../domain/catalog/app-version.ts'
import { uploadedPackage } from '../../../domain/catalog/package.ts'
import type { Package } from '../../../domain/catalog/version-manifest.ts'
import { SemVer } from '../../../domain/catalog/values.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { archiveOf } from '../../../platform/capsules/archive.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { ownApp } from '../../catalog/own.ts'
import { versionIdOf } from '../../catalog/version-id.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownSoundCapsule } from './own-capsule.ts'
import { manifestOf } from './version-of-capsule.ts'

type Kept = { readonly packageId: string; readonly package: Package }

/** The capsule as a package of its organisation, as if it had been uploaded. */
const keptPackage = async (
  tools: CommandTools,
  { content, sha256: capsuleHash, organisationId }: ExistingCapsule,
): Promise<Kept | Rejection | Failure> => {
  const archive = await archiveOf(content, capsuleHash)
  const sha256 = createHash('sha256').update(archive).digest('hex')
  const taken = await tools.services.apps.packages.take(
    (async function* () {
      yield archive
    })(),
    { sha256 },
  )
  if (taken.kind === 'unavailable')
    return { code: 'UNAVAILABLE', detail: 'The storage of packages does not answer.' }
  if (taken.kind === 'too-large')
    return { code: 'PAYLOAD_TOO_LARGE', detail: `A package has at most ${taken.maxBytes} bytes.` }
  // It was built here, of what was checked before.
  if (taken.kind !== 'kept') throw new Error(`the package of a capsule is refused: ${taken.kind}`)
  const { object, contentType, main, files } = taken.package
  const kept = { objectKey: object.key, sha256, size: object.size, contentType }
  const packageId = derivedId(organisationId, 'package', sha256)
  const upload = { packageId, organisationId, package: kept, main, files }
  const recorded = await tools.change(uploadedPackage, packageId, { type: 'RecordUpload', upload })
  return 'stream' in recorded ? { packageId, package: kept } : recorded
}

/** Makes a capsule a version of an app: a draft with the capsule as its package, to be validated and released. */
export const publishCapsule = defineCommand({
  name: 'agents.publish-capsule',
  input: z.strictObject({
    capsuleId: Id,
    appId: Id,
    /** Without one, the capsule's own. */
    semver: SemVer.exactOptional(),
  }),
  scope: 'catalog:write',
  run: async ({ capsuleId, appId, semver: wanted }, tools) => {
    const own = await ownSoundCapsule(tools, capsuleId)
    if (isRejection(own)) return own
    const semver = wanted ?? own.content.version
    const versionId = versionIdOf(appId, semver)
    const answer = { capsuleId, appId, versionId, semver }
    const before = await tools.answered(capsule, capsuleId)
    if (before !== undefined) return 'stream' in before ? { answer, changed: before } : before
    const app = await ownApp(tools, appId)
    if (isRejection(app)) return app
    const kept = await keptPackage(tools, own)
    if (!('packageId' in kept)) return kept
    const drafted = await tools.change(appVersion, versionId, {
      ...{ type: 'DraftVersion', versionId, appId, semver },
      organisationId: app.organisationId,
      manifest: manifestOf(own),
      ir: { ...kept.package, kind: 'PACKAGE' },
    })
    if (!('stream' in drafted)) return drafted
    const changed = await tools.change(capsule, capsuleId, {
      ...{ type: 'RecordPublication', appId, versionId, semver },
      packageId: kept.packageId,
    })
    return 'stream' in changed ? { answer, changed } : changed
  },
})
