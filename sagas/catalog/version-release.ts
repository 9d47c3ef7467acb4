import { category } from '../../domain/catalog/app-version.ts'
import type { SagaAction, Saga } from '../runtime/saga.ts'

/** The names are stored: they never change. */
export type VersionEffect =
  | { readonly kind: 'checkVersion'; readonly versionId: string; readonly attempt: number }
  | {
      readonly kind: 'recordRelease'
      readonly appId: string
      readonly versionId: string
      readonly semver: string
    }
  | {
      readonly kind: 'recordYank'
      readonly appId: string
      readonly versionId: string
      readonly semver: string
    }

/** What the versions' contract says that their events hold. */
type Told = {
  readonly appId: string
  readonly versionId: string
  readonly attempt: number
  readonly semver: string
}

/** The validation that is under way; 0 before the first. */
type State = { readonly attempt: number }

/** Has versions validated when that is asked for, and sees to it that their app knows what is released and what yanked. */
export const versionRelease: Saga<State, VersionEffect> = {
  name: 'versionRelease',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    VersionValidationRequested: { starts: 'versionId' },
    VersionReleased: { continues: 'versionId' },
    VersionYanked: { continues: 'versionId' },
  },
  mayRest: true,
  initial: { attempt: 0 },
  evolve: (state, message) =>
    message.type === 'input' && message.input.type === 'VersionValidationRequested'
      ? { attempt: (message.input.data as Told).attempt }
      : state,
  decide: (message): readonly SagaAction<VersionEffect>[] => {
    if (message.type !== 'input') return []
    const { appId, versionId, attempt, semver } = message.input.data as Told
    switch (message.input.type) {
      case 'VersionValidationRequested':
        return [{ do: 'request', effect: { kind: 'checkVersion', versionId, attempt } }]
      case 'VersionReleased':
        return [{ do: 'request', effect: { kind: 'recordRelease', appId, versionId, semver } }]
      case 'VersionYanked':
        return [{ do: 'request', effect: { kind: 'recordYank', appId, versionId, semver } }]
      default:
        return []
    }
  },
}
