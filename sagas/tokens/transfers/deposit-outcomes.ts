import { z } from 'zod'
import type { Json } from '../../../domain/shared/json.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { DepositEffect } from './deposit-effects.ts'
import type { DepositState } from './deposit-state.ts'

/** What an outcome leads to: steps before all that wait, or the end. */
type Follows =
  | { readonly first?: readonly DepositEffect[]; readonly own?: DepositState['own'] }
  | { readonly end: string }

/** What is answered about the deposit: what it is now, and whose. */
const Verdict = z.object({
  verdict: z.enum(['OWN_IN', 'OWN_OUT', 'NONE', 'PENDING', 'ORPHANED', 'CREDITED', 'UNCLAIMED']),
  organisation: z.string().optional(),
})

export const follows = (effect: DepositEffect, result: Json): Follows => {
  switch (effect.kind) {
    case 'see':
    case 'orphan':
    case 'finalise': {
      const { verdict, organisation } = Verdict.parse(result)
      const { depositId, amount, observation } = effect
      const of =
        organisation === undefined ? undefined : { depositId, amount, observation, organisation }
      switch (verdict) {
        case 'OWN_IN':
          return { own: 'ownIn' }
        case 'OWN_OUT':
          return { own: 'ownOut' }
        case 'NONE':
          return { end: 'NOT_OURS' }
        case 'PENDING':
          return of === undefined || effect.kind !== 'see'
            ? {}
            : { first: [{ kind: 'expect', ...of }] }
        case 'ORPHANED':
          return of === undefined ? {} : { first: [{ kind: 'reverse', ...of }] }
        case 'CREDITED':
          return of === undefined || effect.kind !== 'finalise'
            ? {}
            : { first: [{ kind: 'credit', ...of, unclaimed: false }] }
        case 'UNCLAIMED':
          return effect.kind === 'finalise'
            ? { first: [{ kind: 'setAside', depositId, amount }] }
            : {}
        default:
          return exhausted(verdict)
      }
    }
    case 'credit':
      return { end: 'CREDITED' }
    case 'ownIn':
    case 'ownOut':
      return { end: 'OWN' }
    case 'expect':
    case 'reverse':
    case 'setAside':
    case 'refuse':
      return {}
    default:
      return exhausted(effect)
  }
}

/** A wallet that does not take its deposit loses nothing: it is set aside, and can be claimed. */
export const followsRefusal = (effect: DepositEffect, code: string): Follows => {
  switch (effect.kind) {
    case 'expect':
    case 'reverse':
      return {}
    case 'credit': {
      const { depositId, amount, unclaimed } = effect
      const refuse = { kind: 'refuse', depositId, code } as const
      return { first: unclaimed ? [refuse] : [refuse, { kind: 'setAside', depositId, amount }] }
    }
    default:
      return { end: `HALTED ${effect.kind} ${code}` }
  }
}
