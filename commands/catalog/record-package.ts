import { z } from 'zod'
import { uploadedPackage } from '../../domain/catalog/package.ts'
import { Package } from '../../domain/catalog/version-manifest.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { organisationOf } from './own.ts'

/** Writes down that the organisation has uploaded a package, which the storage keeps by now. */
export const recordPackage = defineCommand({
  name: 'catalog.record-package',
  input: z.strictObject({
    package: Package,
    main: z.string().min(1).max(200),
    files: z.int().min(1),
  }),
  scope: 'catalog:write',
  run: async ({ package: kept, main, files }, tools) => {
    const organisationId = organisationOf(tools.context)
    if (typeof organisationId !== 'string') return organisationId
    const packageId = derivedId(organisationId, 'package', kept.sha256)
    const upload = { packageId, organisationId, package: kept, main, files }
    const changed = await tools.change(uploadedPackage, packageId, { type: 'RecordUpload', upload })
    if (!('stream' in changed)) return changed
    const { sha256, size, contentType } = kept
    return { answer: { packageId, sha256, size, contentType, main }, changed }
  },
})
