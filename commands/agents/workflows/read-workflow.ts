import { z } from 'zod'
import { builtInOf } from '../../../domain/agents/workflows/built-in/registry.ts'
import { Definition } from '../../../domain/agents/workflows/definition.ts'
import { planOf, type Plan } from '../../../domain/agents/workflows/plan.ts'
import { WorkflowName, type WorkflowRef } from '../../../domain/agents/workflows/values.ts'
import { workflow, type Workflow } from '../../../domain/agents/workflows/workflow.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { openJson } from './kept.ts'

/** Which workflow; without a version the newest one. */
export const WorkflowWish = z.union([
  z.strictObject({ name: WorkflowName, version: z.int().min(1).exactOptional() }),
  z.strictObject({ definitionId: Id, version: z.int().min(1).exactOptional() }),
])
export type WorkflowWish = z.output<typeof WorkflowWish>

export type WorkflowVersion = {
  readonly ref: WorkflowRef
  readonly definition: Definition
  readonly plan: Plan
  readonly retired: boolean
}

/** The workflow, if it is the caller's organisation's. */
export const ownWorkflow = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  context: Pick<CommandContext, 'organisation' | 'scopes'>,
  definitionId: string,
): Promise<Extract<Workflow, { kind: 'existing' }> | Rejection> => {
  const { state } = await load(eventStore, foldCache, workflow, definitionId)
  return state.kind === 'existing' && actsFor(context as CommandContext, state.organisation)
    ? state
    : notFound('workflow')
}

/** A version with what it says, of those that come with the hub or those of this organisation. */
export const versionOf = async (
  services: Services,
  organisation: string,
  wish: WorkflowWish,
): Promise<WorkflowVersion | Rejection> => {
  if ('name' in wish) {
    const builtIn = builtInOf(wish.name, wish.version)
    if (builtIn === undefined) return notFound('workflow')
    const { name, version, definition } = builtIn
    return { ref: { name, version }, definition, plan: planOf(definition), retired: false }
  }
  const { definitionId } = wish
  const state = await ownWorkflow(services, { organisation, scopes: [] }, definitionId)
  if (!('kind' in state)) return state
  const version = wish.version ?? state.versions.length
  const found = state.versions[version - 1]
  const stored = found === undefined ? undefined : await openJson(services, found.definition)
  if (found === undefined || stored === undefined) return notFound('workflow')
  return {
    ref: { definitionId, version },
    definition: Definition.parse(stored),
    plan: found.plan,
    retired: state.retired,
  }
}
