import type { ProjectCircuitRow } from '../../projections/catalog/tables.ts'
import { builder } from '../schema/builder.ts'
import { App, Project } from '../schema/refs.ts'
import { ProjectStatusEnum } from './registry-enums.ts'

const ProjectCircuit = builder.objectRef<ProjectCircuitRow>('ProjectCircuit').implement({
  description: 'A circuit of a project.',
  fields: (t) => ({
    circuitId: t.exposeID('circuit_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    source: t.exposeString('source', { description: 'OpenQASM text.' }),
    inputs: t.field({
      type: 'JSONObject',
      description: 'For its `input` declarations, by name.',
      resolve: ({ inputs }) => inputs,
    }),
    qubits: t.int({
      description: 'Qubits that it uses.',
      resolve: ({ facts }) => facts.qubits,
    }),
    depth: t.int({
      description: 'The longest chain of operations.',
      resolve: ({ facts }) => facts.depth,
    }),
    oneQubitGates: t.int({
      description: 'Gates on one qubit.',
      resolve: ({ facts }) => facts.oneQubitGates,
    }),
    twoQubitGates: t.int({
      description: 'Gates on two qubits or more, as they are billed.',
      resolve: ({ facts }) => facts.twoQubitGates,
    }),
    measurements: t.int({
      description: 'Measurements.',
      resolve: ({ facts }) => facts.measurements,
    }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})

builder.node(Project, {
  description: 'Where an organisation works on circuits; it alone sees it.',
  id: { resolve: ({ project_id }) => project_id },
  loadOne: (id, { view }) => view.loaders.projects.load(id),
  fields: (t) => ({
    projectId: t.exposeID('project_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { description: 'What it is about.' }),
    repository: t.exposeString('repository', {
      nullable: true,
      description: 'Where its source code is kept.',
    }),
    template: t.exposeString('template', {
      nullable: true,
      description: 'The template that it began with.',
    }),
    status: t.expose('status', { type: ProjectStatusEnum, description: 'Where it is.' }),
    circuits: t.field({
      type: [ProjectCircuit],
      description: 'Its circuits, the oldest first.',
      resolve: ({ project_id }, _, { view }) => view.loaders.circuitsOfProject.load(project_id),
    }),
    app: t.field({
      type: App,
      nullable: true,
      description: 'The app that it is released as.',
      resolve: async ({ app_id }, _, { view }) =>
        app_id === null ? null : ((await view.loaders.apps.load(app_id)) ?? null),
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it began.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
    revision: t.string({
      description: 'Of the project’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})
