import { keyReminder } from '../../domain/engagement/key-reminder.ts'
import { changeAs, type Performers } from '../runtime/effects.ts'
import type { KeyExpiryEffect } from './key-expiry.ts'

export const performKeyExpiryEffects: Performers<KeyExpiryEffect> = {
  remind: ({ key }, tools) => changeAs(tools, keyReminder, key.keyId, { type: 'Remind', ...key }),
}
