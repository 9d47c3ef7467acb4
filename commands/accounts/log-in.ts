import { z } from 'zod'
import { EmailAddress } from '../../domain/accounts/names.ts'
import { session } from '../../domain/accounts/session.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { challengeFor } from './challenge.ts'
import { refusedMembership } from './membership.ts'
import { ownerOfEmail } from './name-hash.ts'
import { openSession } from './open-session.ts'
import { isPassword } from './own-password.ts'
import { refusedDryRun, sessionAnswer } from './session-answer.ts'

/**
 * Opens a session with e-mail address and password, for one's own organisation or another that one belongs to. Who has a
 * second factor is given a challenge instead.
 */
export const logIn = defineCommand({
  name: 'accounts.log-in',
  input: z.strictObject({
    email: EmailAddress,
    password: z.string().min(1).max(128),
    organisationId: Id.exactOptional(),
  }),
  scope: 'public',
  run: async ({ email, password, organisationId: wanted }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    // An address without an account takes the same steps: a stream is read, a hash is checked.
    const userId =
      (await ownerOfEmail(tools, email)) ?? derivedId(tools.context.commandId, 'nobody')
    const { state: account } = await tools.load(user, userId)
    const isRight = await isPassword(tools, account, password)
    if (account.kind !== 'registered' || !isRight)
      return reject('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.')

    const sessionId = derivedId(tools.context.commandId, 'session')
    const before = await tools.answered(session, sessionId)
    if (before !== undefined) return 'code' in before ? before : sessionAnswer(tools, before)

    const organisationId = wanted ?? account.organisationId
    const refused = refusalOf(account) ?? (await refusedMembership(tools, organisationId, userId))
    if (refused !== undefined) return refused
    const challenge = await challengeFor(tools, userId, organisationId, 'pwd')
    if (challenge !== undefined) return challenge
    const changed = await openSession(tools, sessionId, userId, account, organisationId, ['pwd'])
    return 'stream' in changed ? sessionAnswer(tools, changed) : changed
  },
})
