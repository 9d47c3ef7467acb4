import { z } from 'zod'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import type { Saga } from '../runtime/saga.ts'

const Key = z.object({
  keyId: z.string(),
  organisationId: z.string(),
  name: z.string(),
  expiresAt: z.string(),
})
type Key = z.output<typeof Key>

/** The names are stored: they never change. */
export type KeyExpiryEffect = { readonly kind: 'remind'; readonly key: Key }

type State = { readonly key?: Key }

const week = 7 * 86_400_000

/** A week before, or at the middle of a life that is shorter than two. */
const remindAt = (expiresAt: string, now: string): string => {
  const left = msOf(expiresAt) - msOf(now)
  return instantOf(msOf(expiresAt) - Math.min(week, left / 2))
}

/** Puts on record that an API key ends soon, in time to make another one. */
export const apiKeyExpiry: Saga<State, KeyExpiryEffect> = {
  name: 'apiKeyExpiry',
  version: 1,
  streamPrefixes: ['apiKey-'],
  routes: {
    ApiKeyCreated: { starts: 'keyId' },
    ApiKeyRevoked: { stops: 'keyId', outcome: 'REVOKED' },
    // Its successor has a life of its own.
    ApiKeyRotated: { stops: 'keyId', outcome: 'ROTATED' },
  },
  mayRest: false,
  initial: {},
  evolve: (state, message) => {
    if (message.type !== 'input') return state
    const key = Key.safeParse(message.input.data)
    return key.success ? { key: key.data } : state
  },
  decide: (message, { key }, now) => {
    switch (message.type) {
      case 'input': {
        const created = Key.safeParse(message.input.data)
        if (!created.success) return []
        const dueAt = remindAt(created.data.expiresAt, now)
        return [{ do: 'schedule', name: 'near', dueAt }]
      }
      case 'timer':
        return key === undefined ? [] : [{ do: 'request', effect: { kind: 'remind', key } }]
      case 'succeeded':
        return [{ do: 'end', outcome: 'REMINDED' }]
      case 'refused':
      case 'unknown':
        return [{ do: 'end', outcome: 'NOT_REMINDED' }]
    }
  },
}
