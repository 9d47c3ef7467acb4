import { z } from 'zod'
import {
  Infrastructure,
  PlanName,
  SecretKey,
  secretsOf,
} from '../../../domain/agents/plans/infrastructure.ts'
import { deploymentPlan, PlanFiles } from '../../../domain/agents/plans/plan.ts'
import { Id, Sha256 } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const PlanView = z.strictObject({
  planId: Id,
  organisationId: Id,
  status: z.enum(['current', 'withdrawn']),
  name: PlanName,
  capsuleId: Id.exactOptional(),
  infrastructure: Infrastructure,
  /** What has to be there before the plan is carried out; their values are nobody's business here. */
  secrets: z.array(z.strictObject({ name: PlanName, keys: z.array(SecretKey).max(600) })).max(30),
  files: PlanFiles,
  sha256: Sha256,
})
export type PlanView = z.output<typeof PlanView>

/** A plan of the caller's organisation, with its files. */
export const readPlan = (
  services: Services,
  context: CommandContext,
  planId: string,
): Promise<ReadOutcome<PlanView>> =>
  readAggregate(services, context, 'agents:read', deploymentPlan, planId, (state) => {
    if (state.kind === 'absent' || !actsFor(context, state.organisationId)) return notFound('plan')
    const { kind: status, ...plan } = state
    const secrets = [...secretsOf(plan.infrastructure)].map(([name, keys]) => ({
      ...{ name, keys: [...keys] },
    }))
    return { status, ...plan, secrets }
  })
