import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { SemVer } from './values.ts'
import { Ir, Package, VersionManifest } from './version-manifest.ts'
import { VersionReport } from './version-report.ts'

/**
 * One version of an app: draft → validating → validated | invalid → released → yanked. Its id follows from the app's and
 * the version's number, so that an app has a number only once. What was released never changes.
 */
export const category = 'appVersion'

// Events: the stored contract.
const Fact = z.strictObject({ versionId: Id, appId: Id, at: Instant })
const Drafted = Fact.extend({
  organisationId: Id,
  semver: SemVer,
  manifest: VersionManifest,
  ir: Ir.exactOptional(),
})
const Checked = Fact.extend({ attempt: z.int().min(1), report: VersionReport })
export const definitions = [
  defineEvent('VersionDrafted', 1, Drafted),
  defineEvent(
    'VersionRevised',
    1,
    Fact.extend({ manifest: VersionManifest, ir: Ir.exactOptional() }),
  ),
  defineEvent('VersionPackageAttached', 1, Fact.extend({ package: Package })),
  defineEvent('VersionValidationRequested', 1, Fact.extend({ attempt: z.int().min(1) })),
  defineEvent('VersionValidated', 1, Checked),
  defineEvent('VersionRejected', 1, Checked),
  defineEvent('VersionReleased', 1, Fact.extend({ semver: SemVer })),
  defineEvent(
    'VersionYanked',
    1,
    Fact.extend({ semver: SemVer, reason: z.string().min(1).max(500) }),
  ),
] as const
export type AppVersionEvent = EventOf<(typeof definitions)[number]>

// State.
type Identity = {
  readonly versionId: string
  readonly appId: string
  readonly organisationId: string
  readonly semver: string
  /** Validations asked for so far. */
  readonly attempts: number
}
type Drafted = Identity & VersionManifest & { readonly ir?: Ir }
type Checkable = Identity & VersionManifest & { readonly ir: Ir }
type Checked = Checkable & { readonly report: VersionReport }
export type ReleasedVersion = Checked & {
  readonly kind: 'released'
  readonly releasedAt: string
}
export type YankedVersion = Checked & {
  readonly kind: 'yanked'
  readonly releasedAt: string
  readonly reason: string
}
export type ExistingVersion =
  | (Drafted & { readonly kind: 'draft' })
  | (Checkable & { readonly kind: 'validating' })
  | (Checked & { readonly kind: 'validated' })
  | (Checked & { readonly kind: 'invalid' })
  | ReleasedVersion
  | YankedVersion
export type AppVersion = { readonly kind: 'absent' } | ExistingVersion

export const initial: AppVersion = { kind: 'absent' }

const identityOf = (state: ExistingVersion): Identity => {
  const { versionId, appId, organisationId, semver, attempts } = state
  return { versionId, appId, organisationId, semver, attempts }
}

const manifestOf = (state: ExistingVersion): VersionManifest => {
  const { sdk, inputSchema, outputSchema, qubits, preferredDeviceId, examples, releaseNotes } =
    state
  return {
    ...{ sdk, inputSchema, outputSchema, qubits, examples, releaseNotes },
    ...(preferredDeviceId === undefined ? {} : { preferredDeviceId }),
  }
}

const irOf = (ir: Ir | undefined) => (ir === undefined ? {} : { ir })

export const evolve = (state: AppVersion, event: AppVersionEvent): AppVersion => {
  if (event.type === 'VersionDrafted') {
    const { versionId, appId, organisationId, semver, manifest, ir } = event.data
    const identity = { versionId, appId, organisationId, semver, attempts: 0 }
    return { kind: 'draft', ...identity, ...manifest, ...irOf(ir) }
  }
  if (state.kind === 'absent') return state
  const identity = identityOf(state)
  switch (event.type) {
    case 'VersionRevised': {
      const { manifest, ir } = event.data
      return { kind: 'draft', ...identity, ...manifest, ...irOf(ir) }
    }
    case 'VersionPackageAttached': {
      const ir = { ...event.data.package, kind: 'PACKAGE' as const }
      return { kind: 'draft', ...identity, ...manifestOf(state), ir }
    }
    case 'VersionValidationRequested': {
      const { attempt: attempts } = event.data
      if (state.ir === undefined) return state
      return { kind: 'validating', ...identity, attempts, ...manifestOf(state), ir: state.ir }
    }
    case 'VersionValidated':
    case 'VersionRejected': {
      const kind = event.type === 'VersionValidated' ? 'validated' : 'invalid'
      if (state.ir === undefined) return state
      const { report } = event.data
      return { kind, ...identity, ...manifestOf(state), ir: state.ir, report }
    }
    case 'VersionReleased':
      if (state.kind !== 'validated') return state
      return { ...state, kind: 'released', releasedAt: event.data.at }
    case 'VersionYanked':
      if (state.kind !== 'released') return state
      return { ...state, kind: 'yanked', reason: event.data.reason }
    default:
      return exhausted(event)
  }
}

// Commands.
type Content = { readonly manifest: VersionManifest; readonly ir?: Ir }
export type AppVersionCommand =
  | ({ readonly type: 'DraftVersion' } & Content & Omit<Identity, 'attempts'>)
  | ({ readonly type: 'ReviseVersion' } & Content)
  | { readonly type: 'AttachPackage'; readonly package: Package }
  | { readonly type: 'RequestValidation' }
  | { readonly type: 'RecordValidation'; readonly attempt: number; readonly report: VersionReport }
  | { readonly type: 'ReleaseVersion' }
  | { readonly type: 'YankVersion'; readonly reason: string }

export const decide = (
  command: AppVersionCommand,
  state: AppVersion,
  meta: DecisionMeta,
): Decision<AppVersionEvent> => {
  if (command.type === 'DraftVersion') {
    const { versionId, appId, organisationId, semver, manifest, ir } = command
    if (state.kind !== 'absent')
      return reject('VERSION_EXISTS', `There is a version ${semver} of this app already.`)
    const data = { versionId, appId, at: meta.now, organisationId, semver, manifest, ...irOf(ir) }
    return [{ type: 'VersionDrafted', data }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such version.')
  const base = { versionId: state.versionId, appId: state.appId, at: meta.now }
  switch (command.type) {
    case 'ReviseVersion': {
      const { manifest, ir } = command
      if (!isOpen(state)) return illegal(state, 'revised')
      return [{ type: 'VersionRevised', data: { ...base, manifest, ...irOf(ir) } }]
    }
    case 'AttachPackage': {
      if (!isOpen(state)) return illegal(state, 'given a package')
      const { ir } = state
      if (ir?.kind === 'PACKAGE' && ir.sha256 === command.package.sha256) return []
      return [{ type: 'VersionPackageAttached', data: { ...base, package: command.package } }]
    }
    case 'RequestValidation':
      if (state.kind === 'validating' || state.kind === 'validated') return []
      if (!isOpen(state)) return illegal(state, 'validated')
      if (state.ir === undefined)
        return reject('VERSION_INCOMPLETE', 'The version has no program and no package yet.')
      return [
        { type: 'VersionValidationRequested', data: { ...base, attempt: state.attempts + 1 } },
      ]
    case 'RecordValidation': {
      // Word of a validation that nobody waits for any more changes nothing.
      if (state.kind !== 'validating' || state.attempts !== command.attempt) return []
      const { attempt, report } = command
      const type = report.accepted ? 'VersionValidated' : 'VersionRejected'
      return [{ type, data: { ...base, attempt, report } }]
    }
    case 'ReleaseVersion':
      if (state.kind === 'released') return []
      if (state.kind !== 'validated') return illegal(state, 'released')
      return [{ type: 'VersionReleased', data: { ...base, semver: state.semver } }]
    case 'YankVersion':
      if (state.kind === 'yanked') return []
      if (state.kind !== 'released') return illegal(state, 'yanked')
      return [
        { type: 'VersionYanked', data: { ...base, semver: state.semver, reason: command.reason } },
      ]
    default:
      return exhausted(command)
  }
}

const isOpen = ({ kind }: ExistingVersion): boolean =>
  kind === 'draft' || kind === 'validated' || kind === 'invalid'

const illegal = ({ kind }: ExistingVersion, wish: string): Rejection =>
  reject('ILLEGAL_VERSION_TRANSITION', `A version that is ${kind} cannot be ${wish}.`)

export const appVersion: Aggregate<AppVersion, AppVersionCommand, AppVersionEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
