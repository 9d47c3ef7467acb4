import type { Services } from '../../commands/shared/services.ts'
import type { DeedOrder, DeedOutcome } from '../../platform/operations/port.ts'
import { idOf } from '../../sagas/runtime/instance-state.ts'
import { redrive } from '../../sagas/runtime/letters.ts'
import { done, failed, type Deed } from './deed.ts'
import { instanceIn, parkedEffects, type Found } from './instance.ts'

/** What a redrive of the instance would do. */
export const redriveLines = (stream: string, { state }: Found): readonly string[] => [
  ...state.line.map(({ message }) => `${stream}: run message ${idOf(message)} (${message.type})`),
  ...parkedEffects(state).map((id) => `${stream}: perform effect ${id} again`),
]

/** Drives one instance on. */
export const redriveStream = async (
  services: Services,
  stream: string,
  { actionId, correlationId }: Pick<DeedOrder, 'actionId' | 'correlationId'>,
): Promise<DeedOutcome> => {
  const found = await instanceIn(services, stream)
  if ('code' in found) return failed(found.detail)
  const asked = { asked: actionId, cause: { correlationId, causationId: actionId } }
  const { taken, effects, left, failure } = await redrive(services, found.to, asked)
  const detail = `${stream}: ${taken} messages taken, ${effects} effects begun again, ${left} left`
  return failure === undefined ? done(detail) : failed(`${detail}: ${failure}`)
}

/** Runs what is parked of an instance through today's code, in order. */
export const redriveOne: Deed = {
  preview: async ({ subject }, { services }) => {
    const found = await instanceIn(services, subject)
    return 'code' in found ? found : { would: redriveLines(subject, found) }
  },
  perform: (order, { services }) => redriveStream(services, order.subject, order),
}
