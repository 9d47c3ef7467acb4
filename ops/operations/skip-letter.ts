import { idOf } from '../../sagas/runtime/instance-state.ts'
import { skip } from '../../sagas/runtime/letters.ts'
import { done, failed, notFound, type Deed } from './deed.ts'
import { instanceIn, parkedEffects } from './instance.ts'

/** Leaves a message out for good; a parked effect is refused to its saga. */
export const skipLetter: Deed = {
  preview: async ({ subject, parameters: { id = '' } }, { services }) => {
    const found = await instanceIn(services, subject)
    if ('code' in found) return found
    if (parkedEffects(found.state).includes(id))
      return { would: [`${subject}: effect ${id} is refused to the saga, with the code SKIPPED`] }
    const letter = found.state.line.find(({ message }) => idOf(message) === id)
    return letter === undefined
      ? notFound(`${subject} has no parked message or effect ${id}.`)
      : { would: [`${subject}: message ${id} (${letter.message.type}) is left out, for good`] }
  },
  perform: async (order, { services }) => {
    const { subject, parameters, reason, actionId, correlationId } = order
    const { id = '' } = parameters
    const found = await instanceIn(services, subject)
    if ('code' in found) return failed(found.detail)
    const written = await services.eventStore.read(subject)
    // Killed before it could say so, it had been done.
    if (!written.some(({ metadata }) => metadata.$causationId === actionId)) {
      const asked = { asked: actionId, cause: { correlationId, causationId: actionId } }
      await skip(services, found.to, id, reason, asked)
    }
    return done(`${subject}: ${id} skipped`)
  },
}
