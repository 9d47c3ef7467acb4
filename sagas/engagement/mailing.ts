import { z } from 'zod'
import { msOf } from '../../domain/shared/instant.ts'
import type { Saga } from '../runtime/saga.ts'

/** The names are stored: they never change. */
export type MailingEffect = {
  readonly kind: 'sendMail'
  readonly mailId: string
  readonly userId: string
}

type State = { readonly planned: boolean; readonly mailId: string; readonly userId: string }

const Queued = z.object({ mailId: z.string(), userId: z.string(), dueAt: z.string() })

/** Sends a mail of notifications once it is due, whatever was gathered in it until then. */
export const notificationMailing: Saga<State, MailingEffect> = {
  name: 'notificationMailing',
  version: 1,
  streamPrefixes: ['notificationMail-'],
  routes: { NotificationMailQueued: { starts: 'mailId' } },
  // Security notices wait for nothing, digests for a day at most.
  mayRest: false,
  initial: { planned: false, mailId: '', userId: '' },
  evolve: (state, message) => {
    if (message.type !== 'input') return state
    const { mailId, userId } = Queued.parse(message.input.data)
    return { planned: true, mailId, userId }
  },
  decide: (message, { planned, mailId, userId }, now) => {
    switch (message.type) {
      case 'input': {
        if (planned) return []
        const queued = Queued.parse(message.input.data)
        const { dueAt } = queued
        if (msOf(dueAt) > msOf(now)) return [{ do: 'schedule', name: 'due', dueAt }]
        const of = { mailId: queued.mailId, userId: queued.userId }
        return [{ do: 'request', effect: { kind: 'sendMail', ...of } }]
      }
      case 'timer':
        return [{ do: 'request', effect: { kind: 'sendMail', mailId, userId } }]
      case 'succeeded':
        return [{ do: 'end', outcome: 'SENT' }]
      case 'refused':
        return [{ do: 'end', outcome: message.code }]
      case 'unknown':
        // A mail has an id: sent again it is the same.
        return [{ do: 'request', effect: { kind: 'sendMail', mailId, userId } }]
    }
  },
}
