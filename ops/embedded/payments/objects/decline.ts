import type { Answer } from '../core/world.ts'
import type { LastError } from '../core/stored.ts'
import type { Card } from './cards.ts'

/** The error of a bank's no. `forced` is a decline code that a fault asks for, whatever the card. */
export const declineError = (decline: Card['decline'], forced?: string): LastError => {
  if (forced !== undefined)
    return {
      type: 'card_error',
      code: 'card_declined',
      decline_code: forced,
      message: 'Your card was declined.',
    }
  const { code, declineCode, message } = decline ?? {
    code: 'card_declined',
    declineCode: 'generic_decline',
    message: 'Your card was declined.',
  }
  return {
    type: 'card_error',
    code,
    message,
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
  }
}

export const declineAnswer = (
  decline: Card['decline'],
  forced: string | undefined,
  about: object,
): Answer => ({ status: 402, body: { error: { ...declineError(decline, forced), ...about } } })
