import type { CommandContext } from '../../commands/shared/context.ts'
import { change } from '../../commands/shared/change.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Json } from '../../domain/shared/json.ts'
import type { Provider } from '../../platform/providers/port.ts'
import { inputHashOf } from '../../platform/ids/ids.ts'
import { TryAgain } from './outage.ts'

/** What came of an effect. A performer that throws is asked again, later: it has promised that this is safe. */
export type EffectOutcome =
  | {
      readonly type: 'succeeded'
      readonly result: Json
      /** The event that it left in the log, for the causal story. */
      readonly eventId?: string
    }
  | { readonly type: 'refused'; readonly code: string; readonly detail: string }
  | { readonly type: 'unknown'; readonly reason: string }

export type EffectTools = {
  readonly services: Services
  readonly providers: ProviderRegistry
  /** The effect's own: its command id is the effect's id. */
  readonly context: CommandContext
  /** Aborted when this worker stops; what is open then is performed again by the next. */
  readonly signal: AbortSignal
}

/** How each kind of effect is performed. Performed again it does nothing twice: its key is the command id of its context. */
export type Performers<Effect extends { readonly kind: string }> = {
  readonly [Kind in Effect['kind']]: (
    effect: Extract<Effect, { readonly kind: Kind }>,
    tools: EffectTools,
  ) => Promise<EffectOutcome>
}

export type ProviderRegistry = (name: string) => Provider

export const succeeded = (result: Json = null, eventId?: string): EffectOutcome => ({
  type: 'succeeded',
  result,
  ...(eventId === undefined ? {} : { eventId }),
})

/** An effect that is a command on one of our own aggregates: executed under the effect's id, so never twice. */
export const changeAs = async <
  State,
  Command extends { readonly type: string },
  Event extends DomainEvent,
>(
  { services, context }: EffectTools,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
  resultOf: (events: readonly DomainEvent[], state: State) => Json = () => null,
): Promise<EffectOutcome> => {
  const inputHash = inputHashOf(
    services.secrets.inputHashKey,
    `${aggregate.category}.${command.type}`,
    id,
  )
  const changed = await change(services, context, inputHash, aggregate, id, command)
  if ('stream' in changed)
    return succeeded(resultOf(changed.events, changed.state), changed.eventId)
  if ('rejected' in changed)
    return { type: 'refused', code: changed.rejected, detail: changed.detail }
  if (changed.code === 'CONCURRENT_CHANGE') throw new TryAgain(changed.detail)
  return { type: 'refused', code: changed.code, detail: changed.detail }
}
