import { z } from 'zod'
import { mostVersions, workflow } from '../../../domain/agents/workflows/workflow.ts'
import { jsonObject } from '../../../domain/shared/json.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { longestValue, openJson } from './kept.ts'

/** A definition where its whole grammar is not told. */
export const DefinitionObject = jsonObject(longestValue)

export const WorkflowView = z.strictObject({
  definitionId: Id,
  /** Of the newest one. */
  version: z.int().min(1),
  retired: z.boolean(),
  versions: z
    .array(z.strictObject({ version: z.int().min(1), definition: DefinitionObject }))
    .max(mostVersions),
})
export type WorkflowView = z.output<typeof WorkflowView>

/** A workflow of the caller's organisation, with every version that it had. */
export const showWorkflow = async (
  services: Services,
  context: CommandContext,
  definitionId: string,
): Promise<ReadOutcome<WorkflowView>> => {
  const outcome = await readAggregate(
    ...([services, context, 'agents:read', workflow, definitionId] as const),
    (state) =>
      state.kind === 'existing' && actsFor(context, state.organisation)
        ? state
        : notFound('workflow'),
  )
  if (outcome.kind === 'failed') return outcome
  const { versions: stored, retired } = outcome.view
  const versions = await Promise.all(
    stored.map(async ({ definition }, at) => ({
      version: at + 1,
      definition: await openJson(services, definition),
    })),
  )
  return {
    ...outcome,
    view: WorkflowView.parse({
      ...{ definitionId, version: stored.length, retired },
      versions: versions.filter(({ definition }) => definition !== undefined),
    }),
  }
}
