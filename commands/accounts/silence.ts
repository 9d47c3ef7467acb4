import { emailReservation } from '../../domain/accounts/reservation.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { emailHashOf } from './name-hash.ts'

/**
 * The answer of a command that does not tell whether an address has an account: a revision or position would tell what
 * it wrote.
 */
export const silence = (
  { services }: CommandTools,
  email: string,
): Completed<Record<string, never>> => ({
  answer: {},
  changed: {
    stream: streamOf(emailReservation, emailHashOf(services, email)),
    revision: 0n,
    position: 0n,
    replayed: false,
    events: [],
  },
})
