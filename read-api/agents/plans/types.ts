import { builder } from '../../schema/builder.ts'
import { DeploymentPlan } from './refs.ts'

export const DeploymentPlanStatus = builder.enumType('DeploymentPlanStatus', {
  description: 'Whether a plan is still to be carried out.',
  values: {
    CURRENT: { description: 'It may be.' },
    WITHDRAWN: { description: 'It is not to be any more.' },
  },
})

type File = { readonly path: string; readonly content: string }

const DeploymentFile = builder.objectRef<File>('DeploymentFile').implement({
  description: 'A file of a plan.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where it is to lie, beside the others.' }),
    content: t.exposeString('content', { description: 'Its text.' }),
  }),
})

DeploymentPlan.implement({
  description:
    'How something is to be deployed, as manifests that were validated. The hub deploys nothing.',
  fields: (t) => ({
    planId: t.exposeID('plan_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name, and that of the namespace.' }),
    status: t.expose('status', {
      type: DeploymentPlanStatus,
      description: 'Whether it is still to be carried out.',
    }),
    capsuleId: t.exposeID('capsule_id', {
      nullable: true,
      description: 'The capsule that it runs.',
    }),
    infrastructure: t.field({
      type: 'JSONObject',
      description: 'What the manifests follow from.',
      resolve: ({ infrastructure }) => infrastructure,
    }),
    files: t.field({
      type: [DeploymentFile],
      description: '`compose.yaml`, `kubernetes.yaml`, and what services read.',
      resolve: ({ files }) => files,
    }),
    sha256: t.exposeString('sha256', { description: 'Of the files.' }),
    plannedAt: t.expose('planned_at', { type: 'DateTime', description: 'When it was made.' }),
    revision: t.string({
      description: 'Of the plan’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})
