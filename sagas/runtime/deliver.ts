import { change } from '../../commands/shared/change.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { cached } from '../../commands/shared/load-stream.ts'
import { load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { parkable } from './decide-instance.ts'
import { insist } from './insist.ts'
import type { SagaInstanceCommand, Told } from './instance-state.ts'
import { instanceOf } from './instance.ts'
import { isOutage, TryAgain } from './outage.ts'
import type { AnySaga } from './registry.ts'
import type { SagaMessage } from './saga.ts'

/** What caused a message, for the causal story. */
export type Cause = {
  readonly correlationId: string
  readonly causationId: string
  /** The trace that goes on with it. */
  readonly traceparent?: string | undefined
}

/** To whom. */
export type Addressee = { readonly each: AnySaga; readonly instance: string }

const keyOf = (message: SagaMessage): readonly string[] => {
  switch (message.type) {
    case 'input':
      return ['input', message.inputId]
    case 'timer':
      return ['timer', message.timerId]
    default:
      return ['outcome', message.effectId]
  }
}

type Wish = SagaInstanceCommand extends infer Each
  ? Each extends SagaInstanceCommand
    ? Omit<Each, 'instance'>
    : never
  : never

/**
 * Has an instance do something of the runtime's own: appended with what follows from it, at the exact revision, once
 * under its key. Keeps trying while the store is away. Answers the events that were appended, none when it had been done.
 */
export const instruct = async (
  services: Services,
  { each: { saga }, instance }: Addressee,
  key: readonly string[],
  wish: Wish,
  cause: Cause,
  signal: AbortSignal,
): Promise<readonly DomainEvent[]> => {
  const commandId = derivedId(saga.name, instance, ...key)
  const aggregate = instanceOf(saga)
  const inputHash = inputHashOf(services.secrets.inputHashKey, saga.name, commandId)
  // One of the wishes, with its addressee: it is one of the commands.
  const command = { ...wish, instance } as SagaInstanceCommand
  const attempt = async (): Promise<readonly DomainEvent[]> => {
    const correlationId = await storyOf(services, aggregate, instance, cause)
    const { causationId, traceparent } = cause
    const context = systemContext(saga.name, commandId, correlationId, causationId, traceparent)
    const result = await change(services, context, inputHash, aggregate, instance, command)
    if ('stream' in result) return result.events
    if ('rejected' in result) throw new Refused(result.detail)
    throw result.code === 'CONCURRENT_CHANGE'
      ? new TryAgain(result.detail)
      : new Error(`${result.code}: ${result.detail}`)
  }
  const giveUp = (error: unknown): void => {
    if (!isOutage(error)) throw error
  }
  return insist(attempt, giveUp, signal)
}

/** The instance said no. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/**
 * Gives an instance a message, once however often it is delivered. What the instance cannot take is put in its line, with
 * everything that comes after; answered is what was put there now.
 */
export const deliver = async (
  services: Services,
  to: Addressee,
  told: Told,
  cause: Cause,
  signal: AbortSignal,
): Promise<Parked | undefined> => {
  const key = keyOf(told.message)
  const tell = (): Promise<readonly DomainEvent[]> =>
    instruct(services, to, key, { do: 'tell', ...told }, cause, signal)
  const park = (error: unknown): Promise<readonly DomainEvent[]> => {
    if (signal.aborted) throw error
    const message = parkable(told.message, told.source)
    // What was decided could not be written: too large, or against its own contract.
    const wish = { do: 'park', message, code: 'NOT_WRITTEN', detail: String(error) } as const
    return instruct(services, to, ['park', ...key], wish, cause, signal)
  }
  return parkedIn(await tell().catch(park))
}

export type Parked = Extract<SagaEvent, { type: 'SagaMessageParked' }>['data']

export const parkedIn = (events: readonly DomainEvent[]): Parked | undefined => {
  const parked = events.find(({ type }) => type === 'SagaMessageParked')
  // Just looked at; streams of instances hold events of the runtime.
  return parked?.data as Parked | undefined
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
