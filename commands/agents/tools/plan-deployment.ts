import { z } from 'zod'
import { Infrastructure, PlanName } from '../../../domain/agents/plans/infrastructure.ts'
import { deploymentPlan } from '../../../domain/agents/plans/plan.ts'
import { capsule } from '../../../domain/agents/capsules/capsule.ts'
import { Id, Sha256 } from '../../../domain/shared/values.ts'
import { load } from '../../shared/load.ts'
import { planDeployment as planning } from '../plans/plan-deployment.ts'
import { performed } from './perform.ts'
import { defineTool, type ToolUse } from './tool.ts'

/** A name for the plan of a capsule: the capsule's own, cut to what a plan may be called. */
const nameOf = async (capsuleId: string, { services }: ToolUse): Promise<string> => {
  const { state } = await load(services.eventStore, services.foldCache, capsule, capsuleId)
  const name = state.kind === 'absent' ? '' : state.content.name
  const plain = PlanName.safeParse(name)
  return plain.success ? name : `capsule-${capsuleId.slice(0, 8)}`
}

export const planDeployment = defineTool({
  name: 'planDeployment',
  does: 'Makes manifests for Compose and Kubernetes, validated, that run a capsule or a set of services; deploys nothing.',
  input: z.union([
    z.strictObject({
      capsuleId: Id,
      name: PlanName.exactOptional(),
      image: z.string().min(1).max(300).exactOptional(),
    }),
    z.strictObject({ name: PlanName, services: Infrastructure.shape.services }),
  ]),
  output: z.strictObject({
    planId: Id,
    sha256: Sha256,
    files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  }),
  run: async (input, use) => {
    const wish =
      'capsuleId' in input
        ? {
            name: input.name ?? (await nameOf(input.capsuleId, use)),
            deploy: {
              ...{ kind: 'CAPSULE' as const, capsuleId: input.capsuleId },
              ...(input.image === undefined ? {} : { image: input.image }),
            },
          }
        : { name: input.name, deploy: { kind: 'OWN' as const, services: input.services } }
    const outcome = await performed(use, planning, wish)
    if (outcome.kind !== 'done') return outcome
    const { planId, sha256 } = outcome.output
    const { eventStore, foldCache } = use.services
    const { state } = await load(eventStore, foldCache, deploymentPlan, planId)
    return state.kind === 'absent'
      ? { kind: 'unknown' }
      : { kind: 'done', output: { planId, sha256, files: state.files } }
  },
})
