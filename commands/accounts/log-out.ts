import { z } from 'zod'
import { session } from '../../domain/accounts/session.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'

/** Ends a session of one's own; an operator may end anybody's. Access tokens stop with it. */
export const logOut = defineCommand({
  name: 'accounts.log-out',
  input: z.strictObject({ sessionId: Id }),
  scope: 'accounts:write',
  run: async ({ sessionId }, tools) => {
    const { actor } = tools.context
    const { state } = await tools.load(session, sessionId)
    if (state.kind === 'absent') return notFound('session')
    if (actor.kind !== 'operator' && state.userId !== actor.id) return notFound('session')
    const changed = await tools.change(session, sessionId, { type: 'RevokeSession', sessionId })
    return 'stream' in changed ? { answer: { sessionId }, changed } : changed
  },
})
