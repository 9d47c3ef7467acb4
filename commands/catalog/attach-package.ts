import { appVersion } from '../../domain/catalog/app-version.ts'
import { uploadedPackage } from '../../domain/catalog/package.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownVersion } from './own.ts'
import { OfVersion } from './versions.ts'

/** Gives a version a package that its organisation has uploaded. */
export const attachPackage = defineCommand({
  name: 'catalog.attach-package',
  input: OfVersion.extend({ packageId: Id }),
  scope: 'catalog:write',
  run: async ({ appId, versionId, packageId }, tools) => {
    const own = await ownVersion(tools, appId, versionId)
    if (isRejection(own)) return own
    const { state } = await tools.load(uploadedPackage, packageId)
    if (state.kind !== 'uploaded' || state.organisationId !== own.organisationId)
      return notFound('package')
    const wish = { type: 'AttachPackage', package: state.package } as const
    const changed = await tools.change(appVersion, versionId, wish)
    return 'stream' in changed ? { answer: { appId, versionId, packageId }, changed } : changed
  },
})
