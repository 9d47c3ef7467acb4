import { createHash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import { z } from 'zod'
import { Infrastructure, PlanName } from '../../../domain/agents/plans/infrastructure.ts'
import {
  deploymentPlan,
  mostCharacters,
  type DeploymentPlanCommand,
} from '../../../domain/agents/plans/plan.ts'
import { capsuleInfrastructure, hubInfrastructure } from '../../../domain/agents/plans/presets.ts'
import { issuesOf } from '../../../domain/agents/plans/rules.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { manifestsOf } from '../../../platform/manifests/manifests.ts'
import { organisationOf } from '../../catalog/own.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownSoundCapsule } from '../capsules/own-capsule.ts'
import { capsuleFileOf } from './capsule-file.ts'

const Image = z.string().min(1).max(300)

/** What is to be deployed: a capsule, the hub itself, or what the caller describes. */
export const Deployable = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('CAPSULE'), capsuleId: Id, image: Image.exactOptional() }),
  z.strictObject({
    kind: z.literal('HUB'),
    publicUrl: z.url({ protocol: /^https$/ }).max(300),
    replicas: z.int().min(1).max(10).default(2),
    image: Image.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('OWN'), services: Infrastructure.shape.services }),
])

export const PlanInput = z.strictObject({ name: PlanName, deploy: Deployable })

const infrastructureOf = async (
  tools: CommandTools,
  { name, deploy }: z.output<typeof PlanInput>,
): Promise<Infrastructure | Rejection> => {
  switch (deploy.kind) {
    case 'OWN':
      return { name, services: deploy.services }
    case 'HUB': {
      const { kind: _, ...wanted } = deploy
      return hubInfrastructure(name, wanted)
    }
    case 'CAPSULE': {
      const own = await ownSoundCapsule(tools, deploy.capsuleId)
      if (isRejection(own)) return own
      const { sha256, content } = own
      return capsuleInfrastructure(name, capsuleFileOf({ sha256, content }), deploy.image)
    }
    default:
      return deploy satisfies never
  }
}

const refused = (issues: Rejection['issues']): Rejection =>
  reject('PLAN_REFUSED', 'The plan breaks rules of the house.', issues)

/** The plan as files, if it keeps the rules. */
const planned = (
  infrastructure: Infrastructure,
):
  | Pick<Extract<DeploymentPlanCommand, { type: 'PlanDeployment' }>['plan'], 'files' | 'sha256'>
  | Rejection => {
  const issues = issuesOf(infrastructure)
  if (issues.length > 0) return refused(issues.slice(0, 50))
  const { files, faults } = manifestsOf(infrastructure)
  // Whatever the rules let through, the manifests must hold: anything else is a mistake of this code.
  if (faults.length > 0) throw new Error(`manifests that do not hold: ${faults.join('; ')}`)
  const characters = files.reduce((sum, { path, content }) => sum + path.length + content.length, 0)
  if (characters > mostCharacters) {
    const detail = `the files of the plan have ${characters} characters; ${mostCharacters} are taken`
    return refused([{ pointer: '/services', code: 'PLAN_TOO_LARGE', detail }])
  }
  const sha256 = createHash('sha256').update(stringify(files)).digest('hex')
  return { files: files.map((file) => ({ ...file })), sha256 }
}

/** Makes manifests out of infrastructure, validates them, and keeps both. Nothing is deployed. */
export const planDeployment = defineCommand({
  name: 'agents.plan-deployment',
  input: PlanInput,
  scope: 'agents:write',
  run: async (input, tools) => {
    const organisationId = organisationOf(tools.context)
    if (typeof organisationId !== 'string') return organisationId
    const planId = derivedId(tools.context.commandId, 'deployment-plan')
    const changed = await tools.create(deploymentPlan, planId, async () => {
      const infrastructure = await infrastructureOf(tools, input)
      if (isRejection(infrastructure)) return infrastructure
      const made = planned(infrastructure)
      if (isRejection(made)) return made
      const { name, deploy } = input
      const capsule = deploy.kind === 'CAPSULE' ? { capsuleId: deploy.capsuleId } : {}
      const plan = { planId, organisationId, name, infrastructure, ...capsule, ...made }
      return { command: { type: 'PlanDeployment', plan } as const }
    })
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return notFound('plan')
    const { sha256, files } = state
    return { answer: { planId, sha256, files: files.map(({ path }) => path) }, changed }
  },
})
