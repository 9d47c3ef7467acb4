import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../../shared/values.ts'
import { Infrastructure, PlanName } from './infrastructure.ts'

/**
 * How something is to be deployed: infrastructure as data, and the manifests that it came to, as they were validated. It never
 * changes; a newer one may supersede it.
 */
export const category = 'deploymentPlan'

/** Characters of all files of one plan. */
export const mostCharacters = 600_000

// Events: the stored contract.
const PlanFile = z.strictObject({
  path: z.string().min(1).max(300),
  content: z.string().max(mostCharacters),
})
export const PlanFiles = z.array(PlanFile).min(2).max(400)
const Plan = z.strictObject({
  planId: Id,
  organisationId: Id,
  name: PlanName,
  infrastructure: Infrastructure,
  /** The capsule that it runs. */
  capsuleId: Id.exactOptional(),
  files: PlanFiles,
  /** Of the files. */
  sha256: Sha256,
})
export type Plan = z.output<typeof Plan>
export const definitions = [
  defineEvent('DeploymentPlanned', 1, Plan.extend({ at: Instant })),
  defineEvent('DeploymentPlanWithdrawn', 1, z.strictObject({ planId: Id, at: Instant })),
] as const
export type DeploymentPlanEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingPlan = Plan & { readonly kind: 'current' | 'withdrawn' }
export type DeploymentPlan = { readonly kind: 'absent' } | ExistingPlan

export const initial: DeploymentPlan = { kind: 'absent' }

export const evolve = (state: DeploymentPlan, event: DeploymentPlanEvent): DeploymentPlan => {
  switch (event.type) {
    case 'DeploymentPlanned': {
      const { at: _, ...plan } = event.data
      return { kind: 'current', ...plan }
    }
    case 'DeploymentPlanWithdrawn':
      return state.kind === 'absent' ? state : { ...state, kind: 'withdrawn' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type DeploymentPlanCommand =
  | { readonly type: 'PlanDeployment'; readonly plan: Plan }
  | { readonly type: 'WithdrawPlan' }

export const decide = (
  command: DeploymentPlanCommand,
  state: DeploymentPlan,
  meta: DecisionMeta,
): Decision<DeploymentPlanEvent> => {
  switch (command.type) {
    case 'PlanDeployment':
      if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This plan was made already.')
      return [{ type: 'DeploymentPlanned', data: { ...command.plan, at: meta.now } }]
    case 'WithdrawPlan':
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such plan.')
      if (state.kind === 'withdrawn') return []
      return [{ type: 'DeploymentPlanWithdrawn', data: { planId: state.planId, at: meta.now } }]
    default:
      return exhausted(command)
  }
}

export const deploymentPlan: Aggregate<DeploymentPlan, DeploymentPlanCommand, DeploymentPlanEvent> =
  { category, definitions, initial, evolve, decide }
