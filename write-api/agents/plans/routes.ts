import { z } from 'zod'
import { planDeployment } from '../../../commands/agents/plans/plan-deployment.ts'
import { PlanView, readPlan } from '../../../commands/agents/plans/read-plan.ts'
import { withdrawPlan } from '../../../commands/agents/plans/withdraw-plan.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const PlanPath = z.strictObject({ planId: Id })
const toPlan = [
  { operationId: 'getDeploymentPlan', parameter: 'planId', member: 'planId' },
] as const
const locationOf = ({ planId }: { readonly planId: string }): string =>
  `/v1/deployment-plans/${planId}`

const exampleService = {
  name: 'web',
  kind: 'SERVICE' as const,
  image: 'registry.example.org/shop/web:1.4.2',
  replicas: 2,
  resources: { cpuMillis: 500, memoryMb: 256 },
  environment: {
    GREETING: { value: 'hello' },
    DATABASE_URL: { secret: { name: 'shop', key: 'database-url' } },
  },
  ports: [{ port: 8080, public: true }],
  volumes: [],
  files: [],
  health: { port: 8080, path: '/readyz' },
  user: 1000,
  needs: [],
}

/** How something is to be deployed, as manifests. */
export const planRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'planDeployment',
    tag: 'agents',
    summary: 'Plan a deployment',
    description:
      'Infrastructure becomes manifests for Compose and Kubernetes, held against their schemas: a capsule as a job, the hub itself, ' +
      'or services of one’s own. Secrets are named, never held; images have fixed versions; everything has limits. Nothing is ' +
      'deployed.',
    problems: ['NOT_FOUND', 'CAPSULE_INVALID', 'PLAN_REFUSED'],
    links: toPlan,
    method: 'POST',
    path: '/v1/deployment-plans',
    command: planDeployment,
    params: z.strictObject({}),
    body: planDeployment.input,
    example: { name: 'shop', deploy: { kind: 'OWN', services: [exampleService] } },
    input: (_, body) => body,
    status: 201,
    answer: z.object({
      planId: Id,
      sha256: PlanView.shape.sha256,
      files: z.array(z.string().max(300)).max(400),
    }),
    location: locationOf,
    bodyLimit: 2 * 1024 * 1024,
  }),
  mountQuery({
    operationId: 'getDeploymentPlan',
    tag: 'agents',
    summary: 'Read a deployment plan with its files',
    problems: ['NOT_FOUND'],
    path: '/v1/deployment-plans/:planId',
    params: PlanPath,
    answer: PlanView,
    read: ({ services }, context, { planId }) => readPlan(services, context, planId),
  }),
  mountCommand({
    operationId: 'withdrawDeploymentPlan',
    tag: 'agents',
    summary: 'Withdraw a deployment plan',
    description: 'It stays readable, and says that it is not to be carried out.',
    problems: ['NOT_FOUND'],
    links: toPlan,
    method: 'POST',
    path: '/v1/deployment-plans/:planId/withdraw',
    command: withdrawPlan,
    params: PlanPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: PlanPath,
    location: locationOf,
    precondition: 'accepted',
  }),
]
