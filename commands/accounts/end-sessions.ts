import { z } from 'zod'
import { user } from '../../domain/accounts/user.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'

/** Logs a person out everywhere; out of the session that asks, too, unless it is to be kept. */
export const endSessions = defineCommand({
  name: 'accounts.end-sessions',
  input: z.strictObject({ keepCurrent: z.boolean().default(false) }),
  scope: 'accounts:write',
  run: async ({ keepCurrent }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const { sessionId } = tools.context
    const kept = keepCurrent && sessionId !== undefined ? { kept: sessionId } : {}
    const changed = await tools.change(user, userId, { type: 'EndSessions', userId, ...kept })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
