import type { Template } from '../../platform/templates/templates.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { ProjectConnection } from '../schema/connections.ts'
import { Project } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { ProjectStatusEnum } from './registry-enums.ts'
import { projectOrder } from './registry-orders.ts'
import { readProjects } from './registry-reads.ts'
import { templateNames, templateOf } from '../../platform/templates/templates.ts'

const TemplateType = builder.objectRef<Template>('Template').implement({
  description: 'A circuit to start a project from.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the command takes it.' }),
    title: t.exposeString('title', { description: 'Its title.' }),
    summary: t.exposeString('summary', { description: 'What it shows.' }),
    source: t.exposeString('source', { description: 'OpenQASM text.' }),
  }),
})

builder.queryFields((t) => ({
  project: t.field({
    type: Project,
    nullable: true,
    description: 'One project of your organisation; null when there is none.',
    args: { projectId: t.arg.id({ required: true, description: 'The hub’s id of the project.' }) },
    resolve: async (_, { projectId }, { view }) => {
      requirePrincipal(view.caller)
      return (await view.loaders.projects.load(projectId)) ?? null
    },
  }),
  projects: t.connection(
    {
      type: Project,
      description: 'The projects of your organisation, the newest first.',
      args: {
        status: t.arg({ type: [ProjectStatusEnum], description: 'In one of these states.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller)
        const page = pageRequest(args, projectOrder, 'DESC')
        const rows = await readProjects(view.db, organisation, status, page)
        return pageOf(rows, page, projectOrder.keyOf)
      },
    },
    ProjectConnection,
  ),
  templates: t.field({
    type: [TemplateType],
    description: 'Circuits to start a project from.',
    resolve: () => templateNames.map(templateOf),
  }),
}))
