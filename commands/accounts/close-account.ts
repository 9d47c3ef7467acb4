import { z } from 'zod'
import { session } from '../../domain/accounts/session.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { msOf } from '../../domain/shared/instant.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { closeFor } from './erasure/close.ts'
import { personOf } from './membership.ts'

/** Who wants to go for good has proved within this time who they are. */
const freshForMs = 10 * 60_000

/** A person closes their own account, for good. What the hub holds of them is erased from then on. */
export const closeAccount = defineCommand({
  name: 'accounts.close-account',
  input: z.strictObject({}),
  scope: 'accounts:write',
  run: async (_, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    return (await staleness(tools, userId)) ?? closeFor(tools, userId, 'OWN_WISH', false)
  },
})

/** Nothing when the session was opened a short while ago; that it was refreshed since proves nothing. */
const staleness = async (tools: CommandTools, userId: string): Promise<Rejection | undefined> => {
  const again = reject(
    'REAUTHENTICATION_REQUIRED',
    'This takes a session that was opened in the last ten minutes.',
  )
  const { sessionId } = tools.context
  if (sessionId === undefined) return again
  const { state } = await tools.load(session, sessionId)
  if (state.kind === 'absent' || state.userId !== userId) return again
  const [opened] = await tools.services.eventStore.read(streamOf(session, sessionId), {
    from: 0n,
    maxCount: 1,
  })
  if (opened === undefined) return again
  const age = tools.services.clock.now().getTime() - msOf(opened.metadata.occurredAt)
  return age <= freshForMs ? undefined : again
}
