import { setTimeout as pause } from 'node:timers/promises'
import { change } from '../../commands/shared/change.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { cached, load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { instanceOf } from './instance.ts'
import type { AnySaga } from './registry.ts'
import type { SagaMessage } from './saga.ts'

/** What caused a message, for the causal story. */
export type Cause = { readonly correlationId: string; readonly causationId: string }

const messageKey = (message: SagaMessage): readonly string[] => {
  switch (message.type) {
    case 'input':
      return ['input', message.inputId]
    case 'timer':
      return ['timer', message.timerId]
    default:
      return ['outcome', message.effectId]
  }
}

const longestPauseMs = 5_000

/**
 * Gives an instance a message: appended with what follows from it, at the exact revision, once however often it is
 * delivered. Keeps trying while the store is away, until the signal says to stop.
 */
export const deliver = async (
  services: Services,
  { saga }: AnySaga,
  instance: string,
  message: SagaMessage,
  starts: boolean,
  cause: Cause,
  signal: AbortSignal,
): Promise<void> => {
  const commandId = derivedId(saga.name, instance, ...messageKey(message))
  const aggregate = instanceOf(saga)
  const inputHash = inputHashOf(services.secrets.inputHashKey, saga.name, commandId)
  for (let wait = 50; ; wait = Math.min(wait * 2, longestPauseMs)) {
    signal.throwIfAborted()
    try {
      const correlationId = await storyOf(services, aggregate, instance, cause)
      const context = systemContext(saga.name, commandId, correlationId, cause.causationId)
      const result = await change(services, context, inputHash, aggregate, instance, {
        instance,
        message,
        starts,
      })
      if ('stream' in result) return
      const reason = 'rejected' in result ? result.rejected : result.code
      if (reason !== 'CONCURRENT_CHANGE')
        throw new Error(`${saga.name} ${instance} refused a message: ${reason}`)
    } catch (error) {
      if (!isTransient(error)) throw error
    }
    await pause(wait, undefined, { signal })
  }
}

/** An instance goes on in the story that it began in, whoever else's job gave it the word. */
const storyOf = async (
  { eventStore, foldCache }: Services,
  aggregate: ReturnType<typeof instanceOf>,
  instance: string,
  cause: Cause,
): Promise<string> => {
  const folded =
    cached(foldCache, aggregate, instance) ??
    (await load(eventStore, foldCache, aggregate, instance))
  return folded.origin ?? cause.correlationId
}

/** The store did not answer, or not in time: what was asked can be asked again as it was. */
const isTransient = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable || error instanceof AppendUncertain
