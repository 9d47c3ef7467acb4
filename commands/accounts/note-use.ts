import { dayOf, keyActivity } from '../../domain/accounts/key-activity.ts'
import { EventStoreUnavailable, AppendUncertain } from '../../platform/event-store/errors.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { change } from '../shared/change.ts'
import { systemContext } from '../shared/context.ts'
import type { Services } from '../shared/services.ts'

/** Notes that a key is used today; the log hears of it once a day. Nobody is refused because it could not be noted. */
export const noteUse = async (services: Services, keyId: string): Promise<void> => {
  const { noted } = services.keyMeter
  const day = dayOf(services.clock.now().toISOString())
  if (noted.get(keyId) === day) return
  noted.set(keyId, day)
  const commandId = derivedId(keyId, 'used', day)
  const context = systemContext('key-meter', commandId, keyId, keyId)
  const command = { type: 'NoteUse', keyId } as const
  const hash = inputHashOf(services.secrets.inputHashKey, day, command)
  try {
    await change(services, context, hash, keyActivity, keyId, command)
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable) && !(error instanceof AppendUncertain))
      throw error
    noted.delete(keyId)
  }
}
