import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { Kept } from './kept.ts'
import { Plan } from './plan.ts'

/** A workflow that an organisation wrote, in versions. A version never changes. */
export const category = 'workflowDefinition'

/** More versions than this nobody publishes of one workflow. */
export const mostVersions = 500

// Events: the stored contract.
const Fact = z.strictObject({ definitionId: Id, organisation: Id, at: Instant })

export const definitions = [
  // The definition itself is the organisation's, and is kept under its key.
  defineEvent(
    'WorkflowPublished',
    1,
    Fact.extend({ version: z.int().min(1), definition: Kept, plan: Plan }),
  ),
  // Nothing more is begun of it; what runs goes on.
  defineEvent('WorkflowRetired', 1, Fact),
] as const
export type WorkflowEvent = EventOf<(typeof definitions)[number]>

// State.
export type WorkflowVersion = { readonly definition: Kept; readonly plan: Plan }
export type Workflow =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'existing'
      readonly definitionId: string
      readonly organisation: string
      readonly versions: readonly WorkflowVersion[]
      readonly retired: boolean
    }

export const initial: Workflow = { kind: 'absent' }

export const evolve = (state: Workflow, event: WorkflowEvent): Workflow => {
  switch (event.type) {
    case 'WorkflowPublished': {
      const { definitionId, organisation, definition, plan } = event.data
      const before = state.kind === 'absent' ? [] : state.versions
      const versions = [...before, { definition, plan }]
      return { kind: 'existing', definitionId, organisation, versions, retired: false }
    }
    case 'WorkflowRetired':
      return state.kind === 'absent' ? state : { ...state, retired: true }
    default:
      return exhausted(event)
  }
}

// Commands.
export type WorkflowCommand =
  | {
      readonly type: 'PublishWorkflow'
      readonly definitionId: string
      readonly organisation: string
      readonly definition: Kept
      readonly plan: Plan
    }
  | { readonly type: 'RetireWorkflow' }

export const decide = (
  command: WorkflowCommand,
  state: Workflow,
  { now: at }: DecisionMeta,
): Decision<WorkflowEvent> => {
  switch (command.type) {
    case 'PublishWorkflow': {
      const { definitionId, organisation, definition, plan } = command
      const versions = state.kind === 'absent' ? [] : state.versions
      if (versions.length >= mostVersions)
        return reject('LIMIT_REACHED', `A workflow has ${mostVersions} versions at most.`)
      // The same again is the version that there is.
      if (
        state.kind === 'existing' &&
        !state.retired &&
        versions.at(-1)?.definition.sha256 === definition.sha256
      )
        return []
      const version = versions.length + 1
      const data = { definitionId, organisation, at, version, definition, plan }
      return [{ type: 'WorkflowPublished', data }]
    }
    case 'RetireWorkflow': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such workflow.')
      if (state.retired) return []
      const { definitionId, organisation } = state
      return [{ type: 'WorkflowRetired', data: { definitionId, organisation, at } }]
    }
    default:
      return exhausted(command)
  }
}

export const workflow: Aggregate<Workflow, WorkflowCommand, WorkflowEvent> = {
  ...{ category, definitions, initial, evolve, decide },
}
