import { appVersion } from '../../domain/catalog/app-version.ts'
import { SemVer } from '../../domain/catalog/values.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { OfApp } from './change-own-app.ts'
import { ownApp, ownVersion } from './own.ts'
import { contentOf, VersionInput } from './version-input.ts'
import { versionIdOf } from './version-id.ts'

export const OfVersion = OfApp.extend({ versionId: Id })

/** A new version of an app, by a number that the app does not have yet. */
export const draftVersion = defineCommand({
  name: 'catalog.draft-version',
  input: OfApp.extend({ semver: SemVer, version: VersionInput }),
  scope: 'catalog:write',
  run: async ({ appId, semver, version }, tools) => {
    const own = await ownApp(tools, appId)
    if (isRejection(own)) return own
    const versionId = versionIdOf(appId, semver)
    const { organisationId } = own
    const changed = await tools.change(appVersion, versionId, {
      type: 'DraftVersion',
      ...{ versionId, appId, organisationId, semver },
      ...contentOf(version),
    })
    return 'stream' in changed ? { answer: { appId, versionId, semver }, changed } : changed
  },
})

/** States anew what a version is, until it is released. It is to be validated again. */
export const reviseVersion = defineCommand({
  name: 'catalog.revise-version',
  input: OfVersion.extend({ version: VersionInput }),
  scope: 'catalog:write',
  run: async ({ appId, versionId, version }, tools) => {
    const own = await ownVersion(tools, appId, versionId)
    if (isRejection(own)) return own
    const content = contentOf(version)
    // A version that came as a package keeps it, unless a program takes its place.
    const kept = own.ir?.kind === 'PACKAGE' && content.ir === undefined ? { ir: own.ir } : {}
    const wish = { type: 'ReviseVersion', ...content, ...kept } as const
    const changed = await tools.change(appVersion, versionId, wish)
    return 'stream' in changed ? { answer: { appId, versionId }, changed } : changed
  },
})

/** Asks for a version to be checked; the answer is found in its report. */
export const validateVersion = defineCommand({
  name: 'catalog.validate-version',
  input: OfVersion,
  scope: 'catalog:write',
  run: async ({ appId, versionId }, tools) => {
    const own = await ownVersion(tools, appId, versionId)
    if (isRejection(own)) return own
    const changed = await tools.change(appVersion, versionId, { type: 'RequestValidation' })
    return 'stream' in changed ? { answer: { appId, versionId }, changed } : changed
  },
})
