import { z } from 'zod'
import { appVersion } from '../../domain/catalog/app-version.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownVersion } from './own.ts'
import { tellApp } from './tell-app.ts'
import { OfVersion } from './versions.ts'

/** Releases a version that was validated: from here on it never changes. */
export const releaseVersion = defineCommand({
  name: 'catalog.release-version',
  input: OfVersion,
  scope: 'catalog:write',
  run: async ({ appId, versionId }, tools) => {
    const own = await ownVersion(tools, appId, versionId)
    if (isRejection(own)) return own
    const released = await tools.change(appVersion, versionId, { type: 'ReleaseVersion' })
    if (!('stream' in released)) return released
    const { semver } = own
    const record = { type: 'RecordRelease', appId, versionId, semver } as const
    const changed = await tellApp(tools, released, record)
    return 'stream' in changed ? { answer: { appId, versionId, semver }, changed } : changed
  },
})

/** Takes back a released version: nobody new is given it, who has it keeps it. */
export const yankVersion = defineCommand({
  name: 'catalog.yank-version',
  input: OfVersion.extend({ reason: z.string().trim().min(1).max(500) }),
  scope: 'catalog:write',
  run: async ({ appId, versionId, reason }, tools) => {
    const own = await ownVersion(tools, appId, versionId)
    if (isRejection(own)) return own
    const yanked = await tools.change(appVersion, versionId, { type: 'YankVersion', reason })
    if (!('stream' in yanked)) return yanked
    const record = { type: 'RecordYank', appId, versionId, semver: own.semver } as const
    const changed = await tellApp(tools, yanked, record)
    return 'stream' in changed ? { answer: { appId, versionId }, changed } : changed
  },
})
