import { appDownload } from '../../domain/catalog/app-download.ts'
import type { Ir } from '../../domain/catalog/version-manifest.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { CommandContext } from '../shared/context.ts'
import { defineCommand } from '../shared/definition.ts'
import { obtainable } from './obtainable.ts'
import { organisationOf } from './own.ts'
import { OfVersion } from './versions.ts'

/** Who takes it: a person, or the organisation whose key it is. */
const accountOf = (context: CommandContext): string | Rejection =>
  context.actor.kind === 'user' || context.actor.kind === 'operator'
    ? context.actor.id
    : organisationOf(context)

/** What is handed out. The bytes of a package are read from the version’s own address. */
const contentOf = (ir: Ir) => {
  if (ir.kind === 'OPENQASM') return { format: 'OPENQASM' as const, program: ir.source }
  const { sha256, size, contentType } = ir
  return { format: 'PACKAGE' as const, package: { sha256, size, contentType } }
}

/** Takes a released version of an app of the registry, by the right to it. Counted once an account and day. */
export const downloadVersion = defineCommand({
  name: 'catalog.download-version',
  input: OfVersion,
  scope: 'marketplace:write',
  run: async ({ appId, versionId }, tools) => {
    const accountId = accountOf(tools.context)
    if (typeof accountId !== 'string') return accountId
    const version = await obtainable(tools, appId, versionId)
    if (isRejection(version)) return version
    const downloadsId = derivedId(appId, 'downloads', accountId)
    const wish = { type: 'CountDownload', downloadsId, appId, versionId, accountId } as const
    const changed = await tools.change(appDownload, downloadsId, wish)
    if (!('stream' in changed)) return changed
    const { semver, ir } = version
    return { answer: { appId, versionId, semver, ...contentOf(ir) }, changed }
  },
})
