import { z } from 'zod'
import { project, ProjectDetails, type ProjectCommand } from '../../domain/catalog/project.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { templateNames, templateOf } from '../../platform/templates/templates.ts'
import { defineCommand } from '../shared/definition.ts'
import { readCircuit } from './circuit.ts'
import { organisationOf, ownProject } from './own.ts'

export const OfProject = z.strictObject({ projectId: Id })
const Details = ProjectDetails.extend({
  description: ProjectDetails.shape.description.default(''),
})

/** Begins a project, empty or with the circuit of a template. */
export const createProject = defineCommand({
  name: 'catalog.create-project',
  input: Details.extend({ template: z.enum(templateNames).exactOptional() }),
  scope: 'catalog:write',
  run: async ({ template: name, ...details }, tools) => {
    const { context, services } = tools
    const organisationId = organisationOf(context)
    if (typeof organisationId !== 'string') return organisationId
    const projectId = derivedId(context.commandId, 'project')
    const wish = { type: 'CreateProject', projectId, organisationId, details } as const
    return tools
      .create(project, projectId, async () => {
        if (name === undefined) return { command: wish }
        const { title, source } = templateOf(name)
        const circuit = await readCircuit(services.circuits, { name: title, source, inputs: {} })
        if (isRejection(circuit) || 'code' in circuit) return circuit
        const circuitId = derivedId(context.commandId, 'circuit')
        return { command: { ...wish, template: { name, circuitId, circuit } } }
      })
      .then((changed) => ('stream' in changed ? { answer: { projectId }, changed } : changed))
  },
})

/** A change of a project by its organisation. */
export const changeOfProject = <Input extends z.ZodType<{ readonly projectId: string }>>(
  name: string,
  input: Input,
  commandFor: (input: z.output<Input>) => ProjectCommand,
) =>
  defineCommand({
    name,
    input,
    scope: 'catalog:write',
    run: async (given, tools) => {
      const { projectId } = given
      const own = await ownProject(tools, projectId)
      if (isRejection(own)) return own
      const changed = await tools.change(project, projectId, commandFor(given))
      return 'stream' in changed ? { answer: { projectId }, changed } : changed
    },
  })

export const changeProject = changeOfProject(
  'catalog.change-project',
  OfProject.extend({ details: Details }),
  (input) => ({ type: 'ChangeProject', ...input }),
)

/** An archived project does not change, and can be restored. */
export const archiveProject = changeOfProject('catalog.archive-project', OfProject, (input) => ({
  type: 'ArchiveProject',
  ...input,
}))

export const restoreProject = changeOfProject('catalog.restore-project', OfProject, (input) => ({
  type: 'RestoreProject',
  ...input,
}))

export const removeCircuit = changeOfProject(
  'catalog.remove-circuit',
  OfProject.extend({ circuitId: Id }),
  (input) => ({ type: 'RemoveCircuit', ...input }),
)
