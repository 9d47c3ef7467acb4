import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { msOf } from '../../shared/instant.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { CommissionScope, type CommissionRule } from './commission.ts'

/** The hub's part of what is earned, by rule. There is one list for the hub. */
export const category = 'commissionRules'
export const commissionRulesId = 'hub'
const maximumRules = 1_000

/** From nothing to all of it, in hundredths of a per cent. */
export const BasisPoints = z.int().min(0).max(10_000)

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'CommissionRuleSet',
    1,
    z.strictObject({
      ruleId: Id,
      scope: CommissionScope,
      basisPoints: BasisPoints,
      validFrom: Instant,
      validUntil: Instant.exactOptional(),
      note: z.string().min(1).max(500).exactOptional(),
      at: Instant,
    }),
  ),
  // It counts no more from then on; what was sold under it keeps its terms.
  defineEvent('CommissionRuleEnded', 1, z.strictObject({ ruleId: Id, at: Instant })),
] as const
export type CommissionEvent = EventOf<(typeof definitions)[number]>

// State.
export type CommissionRules = { readonly rules: readonly CommissionRule[] }

export const initial: CommissionRules = { rules: [] }

export const evolve = ({ rules }: CommissionRules, event: CommissionEvent): CommissionRules => {
  switch (event.type) {
    case 'CommissionRuleSet': {
      const { at: _, note: _note, ...rule } = event.data
      return { rules: [...rules, rule] }
    }
    case 'CommissionRuleEnded': {
      const { ruleId, at } = event.data
      return {
        rules: rules.map((rule) => (rule.ruleId === ruleId ? { ...rule, validUntil: at } : rule)),
      }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type CommissionCommand =
  | {
      readonly type: 'SetRule'
      readonly ruleId: string
      readonly scope: CommissionScope
      readonly basisPoints: number
      /** Absent: from now on. */
      readonly validFrom?: string
      readonly validUntil?: string
      readonly note?: string
    }
  | { readonly type: 'EndRule'; readonly ruleId: string }

const hasEnded = ({ validUntil }: CommissionRule, now: string): boolean =>
  validUntil !== undefined && msOf(validUntil) <= msOf(now)

export const decide = (
  command: CommissionCommand,
  { rules }: CommissionRules,
  { now }: DecisionMeta,
): Decision<CommissionEvent> => {
  const known = rules.find(({ ruleId }) => ruleId === command.ruleId)
  switch (command.type) {
    case 'SetRule': {
      const { type: _, validFrom = now, ...rule } = command
      if (known !== undefined) return []
      if (rule.validUntil !== undefined && msOf(rule.validUntil) <= msOf(validFrom))
        return reject('INVALID_INPUT', 'The rule would end before it begins.')
      if (rules.filter((each) => !hasEnded(each, now)).length >= maximumRules)
        return reject('LIMIT_REACHED', `There are ${maximumRules} rules at most.`)
      return [{ type: 'CommissionRuleSet', data: { ...rule, validFrom, at: now } }]
    }
    case 'EndRule': {
      if (known === undefined) return reject('NOT_FOUND', 'There is no such commission rule.')
      if (hasEnded(known, now)) return []
      return [{ type: 'CommissionRuleEnded', data: { ruleId: known.ruleId, at: now } }]
    }
    default:
      return exhausted(command)
  }
}

export const commissionRules: Aggregate<CommissionRules, CommissionCommand, CommissionEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
