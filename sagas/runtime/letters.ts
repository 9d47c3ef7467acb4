import { load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { ParkedMessage } from '../../domain/shared/saga-events.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { deliver, instruct, Refused, type Addressee, type Cause } from './deliver.ts'
import { idOf, type SagaInstance, type Told, type Waiting } from './instance-state.ts'
import { instanceOf } from './instance.ts'
import type { AnySaga } from './registry.ts'
import { lineOfUnrouted } from './router.ts'
import { routeOf } from './saga.ts'

/** What came of driving an instance on: messages taken, effects begun again, messages still in line, and why those are. */
export type Redriven = {
  readonly taken: number
  readonly effects: number
  readonly left: number
  readonly failure?: string
}

const { signal: never } = new AbortController()

/** The instance that a stream is of; nothing when no saga of today's code has such streams. */
export const addresseeOf = (sagas: readonly AnySaga[], stream: string): Addressee | undefined => {
  const each = sagas.find(({ saga }) => stream.startsWith(`${saga.name}-`))
  return each && { each, instance: stream.slice(each.saga.name.length + 1) }
}

const stateOf = async (
  { eventStore, foldCache }: Services,
  { each, instance }: Addressee,
): Promise<SagaInstance<unknown>> =>
  (await load(eventStore, foldCache, instanceOf(each.saga), instance)).state

/** Who asks: `asked` is the key under which it is done once. */
export type Asked = { readonly asked: string; readonly cause: Cause }

/** Whoever asks for it caused it. */
const byOperator = (): Asked => {
  const asked = newId()
  return { asked, cause: { correlationId: asked, causationId: asked } }
}

/**
 * Runs everything that waits in an instance's line through today's code, in order, each input read anew from the log, and
 * has its parked effects performed again. Stops at the first message that cannot be taken; what waits behind it stays.
 */
export const redrive = async (
  services: Services,
  to: Addressee,
  by: Asked = byOperator(),
): Promise<Redriven> => {
  const effects = await redriveEffects(services, to, by)
  for (let taken = 0; ; taken += 1) {
    const { line } = await stateOf(services, to)
    const [first] = line
    if (first === undefined) return { taken, effects, left: 0 }
    try {
      await redriveFirst(services, to, first, by)
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      return { taken, effects, left: line.length, failure }
    }
  }
}

const redriveEffects = async (
  services: Services,
  to: Addressee,
  { asked, cause }: Asked,
): Promise<number> => {
  const { outstanding } = await stateOf(services, to)
  const parked = [...outstanding].filter(([, { standing }]) => standing === 'PARKED')
  for (const [effectId] of parked) {
    const wish = { do: 'redriveEffect', effectId } as const
    await instruct(services, to, ['redrive', effectId, asked], wish, cause, never)
  }
  return parked.length
}

const redriveFirst = async (
  services: Services,
  to: Addressee,
  { message }: Waiting,
  by: Asked,
): Promise<void> => {
  const { asked, cause } = by
  const key = ['redrive', idOf(message), asked]
  if (message.type !== 'input') {
    await instruct(services, to, key, { do: 'redrive', message }, cause, never)
    return
  }
  const recorded = await sourceOf(services, message)
  const { type, data } = decodeEvent(recorded)
  const routed = routeOf(to.each.saga, { type, data })
  if (routed === undefined) {
    await skip(services, to, idOf(message), `${type} is of no interest any more.`, by)
    return
  }
  const { instance, starts, stops } = routed
  if (instance === undefined) throw new Error(`${type} names no instance.`)
  const { stream, revision } = recorded
  const told: Told = {
    message: { type: 'input', inputId: message.inputId, input: { type, data } },
    source: { stream, revision },
    starts,
    ...(stops === undefined ? {} : { stops }),
  }
  if (to.instance === lineOfUnrouted(stream)) {
    // Now it is known whom it concerns: it goes there as the router would have taken it.
    const { $correlationId: correlationId } = recorded.metadata
    const causedBy = { correlationId, causationId: recorded.id }
    await deliver(services, { each: to.each, instance }, told, causedBy, never)
    await skip(services, to, message.inputId, `It went to ${instance}.`, by)
    return
  }
  await instruct(services, to, key, { do: 'redrive', ...told }, cause, never)
}

const sourceOf = async (
  { eventStore }: Services,
  { source: { stream, revision } }: Extract<ParkedMessage, { type: 'input' }>,
): Promise<RecordedEvent> => {
  const [recorded] = await eventStore.read(stream, { from: BigInt(revision), maxCount: 1 })
  if (recorded === undefined) throw new Error(`${revision}@${stream} is not in the log any more`)
  return recorded
}

/**
 * Takes one message out of the line for good, or tells the saga that a parked effect is refused (`SKIPPED`). Throws when
 * the instance has no such letter.
 */
export const skip = async (
  services: Services,
  to: Addressee,
  id: string,
  reason: string,
  { asked, cause }: Asked = byOperator(),
): Promise<void> => {
  const { outstanding } = await stateOf(services, to)
  const effect = outstanding.get(id)
  if (effect?.standing !== 'PARKED') {
    await instruct(
      services,
      to,
      ['skip', id, asked],
      { do: 'skip', messageId: id, reason },
      cause,
      never,
    )
    return
  }
  const { kind } = effect
  const message = { type: 'refused', effectId: id, kind, code: 'SKIPPED', detail: reason } as const
  const parked = await deliver(services, to, { message }, cause, never)
  if (parked !== undefined) throw new Refused(`${parked.code}: ${parked.detail}`)
}
