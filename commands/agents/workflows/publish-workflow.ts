import { z } from 'zod'
import { Definition } from '../../../domain/agents/workflows/definition.ts'
import { planOf } from '../../../domain/agents/workflows/plan.ts'
import { workflow, type Workflow } from '../../../domain/agents/workflows/workflow.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { keepJson, longestValue } from './kept.ts'
import { refusedDefinition } from './known.ts'
import { ownWorkflow } from './read-workflow.ts'

export type PublishedAnswer = { readonly definitionId: string; readonly version: number }

const answerOf = (
  definitionId: string,
  changed: (Changed & { readonly state: Workflow }) | Rejection | Failure,
): Completed<PublishedAnswer> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  if (changed.state.kind === 'absent') return notFound('workflow')
  const published = changed.events.find(({ type }) => type === 'WorkflowPublished')
  // Its contract says that it has one. Answered again, it is the version that the command wrote, or found.
  const { version } = (published?.data ?? { version: changed.state.versions.length }) as {
    version: number
  }
  return { answer: { definitionId, version }, changed }
}

/** The wish to publish a definition, or why it is not one that can be run. */
const wishOf = async (
  { services }: CommandTools,
  definitionId: string,
  organisation: string,
  definition: Definition,
) => {
  const refused = refusedDefinition(definition)
  if (refused !== undefined) return refused
  // Parsed from JSON.
  const value = definition as unknown as Json
  if (JSON.stringify(value).length > longestValue)
    return reject('WORKFLOW_INVALID', `A definition has ${longestValue} characters at most.`)
  const kept = await keepJson(services, organisation, value)
  const plan = planOf(definition)
  const command = { type: 'PublishWorkflow', definitionId, organisation, definition: kept, plan }
  return { command: command as typeof command & { readonly type: 'PublishWorkflow' } }
}

/** Publishes the first version of a workflow of the caller's organisation. */
export const publishWorkflow = defineCommand({
  name: 'workflows.publish',
  input: z.strictObject({ definition: Definition }),
  scope: 'agents:write',
  run: async ({ definition }, tools) => {
    const { organisation, commandId } = tools.context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Workflows belong to an organisation; act for one.')
    const definitionId = derivedId(commandId, 'workflow')
    const changed = await tools.create(workflow, definitionId, () =>
      wishOf(tools, definitionId, organisation, definition),
    )
    return answerOf(definitionId, changed)
  },
})

/** Publishes another version; runs of those before keep theirs. */
export const publishVersion = defineCommand({
  name: 'workflows.publish-version',
  input: z.strictObject({ definitionId: Id, definition: Definition }),
  scope: 'agents:write',
  run: async ({ definitionId, definition }, tools) => {
    const owned = await ownWorkflow(tools.services, tools.context, definitionId)
    if (isRejection(owned)) return owned
    const changed = await tools.create(workflow, definitionId, () =>
      wishOf(tools, definitionId, owned.organisation, definition),
    )
    return answerOf(definitionId, changed)
  },
})

/** Nothing more is begun of it; what runs goes on. */
export const retireWorkflow = defineCommand({
  name: 'workflows.retire',
  input: z.strictObject({ definitionId: Id }),
  scope: 'agents:write',
  run: async ({ definitionId }, tools) => {
    const owned = await ownWorkflow(tools.services, tools.context, definitionId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(workflow, definitionId, { type: 'RetireWorkflow' })
    return 'stream' in changed ? { answer: { definitionId }, changed } : changed
  },
})
