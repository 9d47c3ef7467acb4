import { app } from '../../domain/catalog/app.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import { load } from '../../commands/shared/load.ts'
import { ObjectStoreUnavailable } from '../../platform/objects/port.ts'
import { changeAs, succeeded, type Performers } from '../runtime/effects.ts'
import { TryAgain } from '../runtime/outage.ts'
import type { VersionEffect } from './version-release.ts'

/** Validates versions and tells their apps. Safe to do again: a report is recorded once for each attempt. */
export const performVersionEffects: Performers<VersionEffect> = {
  checkVersion: async ({ versionId, attempt }, tools) => {
    const { eventStore, foldCache, apps } = tools.services
    const { state } = await load(eventStore, foldCache, appVersion, versionId)
    // Checked before this effect was performed again, or no longer waited for.
    if (state.kind !== 'validating' || state.attempts !== attempt) return succeeded()
    const { ir, qubits, inputSchema, outputSchema, examples } = state
    const report = await apps
      .checkVersion({ ir, qubits, inputSchema, outputSchema, examples })
      .catch((error: unknown) => {
        if (error instanceof ObjectStoreUnavailable)
          throw new TryAgain(error.message, { cause: error })
        throw error
      })
    const { accepted } = report
    const outcome = { type: 'RecordValidation', attempt, report } as const
    return changeAs(tools, appVersion, versionId, outcome, () => ({ accepted }))
  },
  recordRelease: ({ appId, versionId, semver }, tools) =>
    changeAs(tools, app, appId, { type: 'RecordRelease', appId, versionId, semver }),
  recordYank: ({ appId, versionId, semver }, tools) =>
    changeAs(tools, app, appId, { type: 'RecordYank', appId, versionId, semver }),
}
