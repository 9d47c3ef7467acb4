import { emailReservation, usernameReservation } from '../../domain/accounts/reservation.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import type { Services } from '../shared/services.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The id under which a normalised name is reserved: its keyed hash, hex. Without the key it tells nothing of the name. */
export const emailHashOf = (services: Services, email: string): string =>
  macOf(services.secrets.reservationKey, emailReservation.category, email).toString('hex')

export const usernameHashOf = (services: Services, username: string): string =>
  macOf(services.secrets.reservationKey, usernameReservation.category, username).toString('hex')

/** The user id that holds an e-mail address, registered or not yet. */
export const ownerOfEmail = async (
  tools: CommandTools,
  email: string,
): Promise<string | undefined> => {
  const { state } = await tools.load(emailReservation, emailHashOf(tools.services, email))
  return state.kind === 'reserved' ? state.owner : undefined
}

export const ownerOfUsername = async (
  tools: CommandTools,
  username: string,
): Promise<string | undefined> => {
  const { state } = await tools.load(usernameReservation, usernameHashOf(tools.services, username))
  return state.kind === 'reserved' ? state.owner : undefined
}
