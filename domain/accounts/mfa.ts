import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed, Sha256 } from '../shared/values.ts'
import { isLocked, lockAfter, unguarded, type AttemptGuard } from './attempt-guard.ts'

/**
 * A person's second factor: the secret of an authenticator (TOTP, RFC 6238), sealed, and recovery codes, of which the log
 * has keyed hashes. Codes are read outside; what is decided here is that each time step and each recovery code is good
 * once, and how often somebody may be wrong. The stream's id is the person's.
 */
export const category = 'mfa'

export const recoveryCodeCount = 10

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, at: Instant })
const RecoveryCodes = z.array(Sha256).length(recoveryCodeCount)
export const definitions = [
  defineEvent('MfaEnrolmentBegun', 1, Fact.extend({ secret: Sealed })),
  defineEvent('MfaEnabled', 1, Fact.extend({ recoveryCodes: RecoveryCodes })),
  /** `step` counts 30 seconds since the epoch. */
  defineEvent('MfaStepUsed', 1, Fact.extend({ step: z.int().min(0) })),
  defineEvent('MfaRecoveryCodeUsed', 1, Fact.extend({ codeHash: Sha256 })),
  defineEvent('MfaCodeRejected', 1, Fact.extend({ lockedUntil: Instant.exactOptional() })),
  defineEvent('MfaRecoveryCodesReplaced', 1, Fact.extend({ recoveryCodes: RecoveryCodes })),
  defineEvent('MfaDisabled', 1, Fact),
] as const
export type MfaEvent = EventOf<(typeof definitions)[number]>

// State.
type Known = AttemptGuard & {
  /** Of the last code that was good; whoever saw it may have it too, so no earlier one is. */
  readonly lastStep: number
}
export type Mfa = Known &
  (
    | { readonly kind: 'off' }
    | { readonly kind: 'pending'; readonly secret: Sealed }
    | { readonly kind: 'on'; readonly secret: Sealed; readonly recoveryCodes: readonly string[] }
  )

export const initial: Mfa = { kind: 'off', lastStep: -1, ...unguarded }

export const evolve = (state: Mfa, event: MfaEvent): Mfa => {
  const { failures, lastStep } = state
  switch (event.type) {
    case 'MfaEnrolmentBegun': {
      const { lockedUntil } = state
      const guard = { failures, ...(lockedUntil === undefined ? {} : { lockedUntil }) }
      return { kind: 'pending', secret: event.data.secret, lastStep: -1, ...guard }
    }
    case 'MfaEnabled': {
      if (state.kind !== 'pending') return state
      const { recoveryCodes } = event.data
      return { kind: 'on', secret: state.secret, recoveryCodes, lastStep, ...unguarded }
    }
    case 'MfaStepUsed': {
      const { lockedUntil: _, ...rest } = state
      return { ...rest, failures: 0, lastStep: event.data.step }
    }
    case 'MfaRecoveryCodeUsed': {
      if (state.kind !== 'on') return state
      const { lockedUntil: _, ...rest } = state
      const recoveryCodes = rest.recoveryCodes.filter((hash) => hash !== event.data.codeHash)
      return { ...rest, failures: 0, recoveryCodes }
    }
    case 'MfaCodeRejected': {
      const { lockedUntil } = event.data
      return {
        ...state,
        failures: failures + 1,
        ...(lockedUntil === undefined ? {} : { lockedUntil }),
      }
    }
    case 'MfaRecoveryCodesReplaced':
      return state.kind === 'on' ? { ...state, recoveryCodes: event.data.recoveryCodes } : state
    case 'MfaDisabled':
      return initial
    default:
      return exhausted(event)
  }
}

// Commands.
/** What a code turned out to be: of a time step under this person's secret, a recovery code's hash, or nothing. */
export type Proof =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'recoveryCode'; readonly codeHash: string }
  | { readonly kind: 'wrong' }

export type MfaCommand = { readonly userId: string } & (
  | { readonly type: 'BeginMfaEnrolment'; readonly secret: Sealed }
  | { readonly type: 'EnableMfa'; readonly proof: Proof; readonly recoveryCodes: readonly string[] }
  | { readonly type: 'PassMfa'; readonly proof: Proof }
  | {
      readonly type: 'ReplaceRecoveryCodes'
      readonly proof: Proof
      readonly recoveryCodes: readonly string[]
    }
  | { readonly type: 'DisableMfa'; readonly proof: Proof }
  /** By who may without a code, since the person has none left. */
  | { readonly type: 'ResetMfa' }
)

const alreadyOn = reject('MFA_ALREADY_ENABLED', 'A second factor is in use already.')
const notOn = reject('MFA_NOT_ENABLED', 'No second factor is in use.')

export const decide = (command: MfaCommand, state: Mfa, meta: DecisionMeta): Decision<MfaEvent> => {
  const base = { userId: command.userId, at: meta.now }
  const proved = (proof: Proof, ...then: readonly MfaEvent[]) => prove(proof, state, base, then)
  switch (command.type) {
    case 'BeginMfaEnrolment': {
      const { secret } = command
      return state.kind === 'on'
        ? alreadyOn
        : [{ type: 'MfaEnrolmentBegun', data: { ...base, secret } }]
    }
    case 'EnableMfa': {
      if (state.kind === 'on') return alreadyOn
      if (state.kind === 'off') return notOn
      const recoveryCodes = [...command.recoveryCodes]
      return proved(command.proof, { type: 'MfaEnabled', data: { ...base, recoveryCodes } })
    }
    case 'PassMfa':
      return state.kind === 'on' ? proved(command.proof) : notOn
    case 'ReplaceRecoveryCodes': {
      const recoveryCodes = [...command.recoveryCodes]
      return state.kind === 'on'
        ? proved(command.proof, {
            type: 'MfaRecoveryCodesReplaced',
            data: { ...base, recoveryCodes },
          })
        : notOn
    }
    case 'DisableMfa':
      return state.kind === 'on'
        ? proved(command.proof, { type: 'MfaDisabled', data: base })
        : notOn
    case 'ResetMfa':
      return state.kind === 'off' ? [] : [{ type: 'MfaDisabled', data: base }]
    default:
      return exhausted(command)
  }
}

type Base = { readonly userId: string; readonly at: string }

/** What a good code leads to, and the record of one that is not: a guess costs its guesser something. */
const prove = (
  proof: Proof,
  state: Mfa,
  base: Base,
  then: readonly MfaEvent[],
): readonly MfaEvent[] | Rejection => {
  if (isLocked(state, base.at))
    return reject(
      'MFA_LOCKED',
      `After too many wrong codes none is taken until ${state.lockedUntil ?? ''}.`,
    )
  const used = useOf(proof, state, base)
  if (used !== undefined) return [used, ...then]
  const lockedUntil = lockAfter(state, base.at)
  const data = { ...base, ...(lockedUntil === undefined ? {} : { lockedUntil }) }
  return [{ type: 'MfaCodeRejected', data }]
}

const useOf = (proof: Proof, state: Mfa, base: Base): MfaEvent | undefined => {
  switch (proof.kind) {
    case 'step': {
      const { step } = proof
      return step > state.lastStep ? { type: 'MfaStepUsed', data: { ...base, step } } : undefined
    }
    case 'recoveryCode': {
      const { codeHash } = proof
      return state.kind === 'on' && state.recoveryCodes.includes(codeHash)
        ? { type: 'MfaRecoveryCodeUsed', data: { ...base, codeHash } }
        : undefined
    }
    case 'wrong':
      return undefined
    default:
      return exhausted(proof)
  }
}

export const mfa: Aggregate<Mfa, MfaCommand, MfaEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
