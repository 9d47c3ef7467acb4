import { load } from '../../../commands/shared/load.ts'
import type { Requester } from '../../../domain/agents/tasks/parties.ts'
import { workflowRun } from '../../../domain/agents/workflows/run.ts'
import type { Actor } from '../../../domain/shared/decider.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { EffectTools } from '../../runtime/effects.ts'

/** In whose name an agent works: a person's spending limit, or a key's, holds for what agents do for what they asked. */
export const actorOf = async (
  { services: { eventStore, foldCache }, context }: EffectTools,
  { kind, id }: Requester,
): Promise<Actor> => {
  switch (kind) {
    case 'USER':
      return { kind: 'user', id }
    case 'API_KEY':
      return { kind: 'apiKey', id }
    case 'WORKFLOW': {
      const { state } = await load(eventStore, foldCache, workflowRun, id)
      return state.kind === 'absent' ? context.actor : state.requested.by
    }
    case 'AGENT':
    case 'SYSTEM':
      return context.actor
    default:
      return exhausted(kind)
  }
}
