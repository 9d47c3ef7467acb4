import { z } from 'zod'
import { SemVer } from '../../catalog/values.ts'
import { DeclaredInput } from '../../catalog/version-report.ts'
import { CircuitFacts } from '../../jobs/circuit-facts.ts'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../../shared/values.ts'
import { CapsuleContent } from './content.ts'
import { CapsuleReport } from './report.ts'

/**
 * A program with its script, its tests and their outcome, under the hash of what it is. It never changes: changed content is
 * another capsule. Only one whose tests passed is run or published.
 */
export const category = 'capsule'

// Events: the stored contract.
const Packaged = z.strictObject({
  capsuleId: Id,
  organisationId: Id,
  content: CapsuleContent,
  sha256: Sha256,
  facts: CircuitFacts,
  /** What the program asks to be given. */
  declared: z.array(DeclaredInput).max(200),
  report: CapsuleReport,
})
export type Packaged = z.output<typeof Packaged>
const Publication = z.strictObject({ appId: Id, versionId: Id, packageId: Id, semver: SemVer })
export type Publication = z.output<typeof Publication>
export const definitions = [
  defineEvent('CapsulePackaged', 1, Packaged.extend({ at: Instant })),
  defineEvent('CapsulePublished', 1, Publication.extend({ capsuleId: Id, at: Instant })),
] as const
export type CapsuleEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingCapsule = Packaged & {
  readonly kind: 'valid' | 'invalid'
  readonly publications: readonly Publication[]
}
export type Capsule = { readonly kind: 'absent' } | ExistingCapsule

export const initial: Capsule = { kind: 'absent' }

export const evolve = (state: Capsule, event: CapsuleEvent): Capsule => {
  switch (event.type) {
    case 'CapsulePackaged': {
      const { at: _, ...packaged } = event.data
      const kind = packaged.report.accepted ? 'valid' : 'invalid'
      return { kind, ...packaged, publications: [] }
    }
    case 'CapsulePublished': {
      if (state.kind === 'absent') return state
      const { at: _at, capsuleId: _id, ...publication } = event.data
      return { ...state, publications: [...state.publications, publication] }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type CapsuleCommand =
  | ({ readonly type: 'PackageCapsule' } & Packaged)
  | ({ readonly type: 'RecordPublication' } & Publication)

export const decide = (
  command: CapsuleCommand,
  state: Capsule,
  meta: DecisionMeta,
): Decision<CapsuleEvent> => {
  switch (command.type) {
    case 'PackageCapsule': {
      const { type: _, ...packaged } = command
      if (state.kind !== 'absent')
        return reject('ALREADY_EXISTS', 'This capsule was packaged already.')
      return [{ type: 'CapsulePackaged', data: { ...packaged, at: meta.now } }]
    }
    case 'RecordPublication': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such capsule.')
      if (state.kind === 'invalid') return unsound
      const { type: _, ...publication } = command
      const { capsuleId } = state
      const known = state.publications.some(({ versionId }) => versionId === command.versionId)
      if (known) return []
      return [{ type: 'CapsulePublished', data: { capsuleId, ...publication, at: meta.now } }]
    }
    default:
      return exhausted(command)
  }
}

export const unsound = reject(
  'CAPSULE_INVALID',
  'The capsule did not pass its checks; its report says which.',
)

export const capsule: Aggregate<Capsule, CapsuleCommand, CapsuleEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
