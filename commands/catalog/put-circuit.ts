import type { z } from 'zod'
import { project } from '../../domain/catalog/project.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { CircuitInput, readCircuit } from './circuit.ts'
import { ownProject } from './own.ts'
import { OfProject } from './projects.ts'

const put = async (
  type: 'AddCircuit' | 'ChangeCircuit',
  projectId: string,
  circuitId: string,
  input: z.output<typeof CircuitInput>,
  tools: CommandTools,
) => {
  const own = await ownProject(tools, projectId)
  if (isRejection(own)) return own
  const circuit = await readCircuit(tools.services.circuits, input)
  if (isRejection(circuit) || 'code' in circuit) return circuit
  const changed = await tools.change(project, projectId, { type, projectId, circuitId, circuit })
  return 'stream' in changed ? { answer: { projectId, circuitId }, changed } : changed
}

/** Puts a circuit into a project; one that does not compile is refused. */
export const addCircuit = defineCommand({
  name: 'catalog.add-circuit',
  input: OfProject.extend(CircuitInput.shape),
  scope: 'catalog:write',
  run: ({ projectId, ...circuit }, tools) =>
    put('AddCircuit', projectId, derivedId(tools.context.commandId, 'circuit'), circuit, tools),
})

export const changeCircuit = defineCommand({
  name: 'catalog.change-circuit',
  input: OfProject.extend({ circuitId: Id }).extend(CircuitInput.shape),
  scope: 'catalog:write',
  run: ({ projectId, circuitId, ...circuit }, tools) =>
    put('ChangeCircuit', projectId, circuitId, circuit, tools),
})
