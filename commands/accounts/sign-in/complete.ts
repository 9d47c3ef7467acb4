import { z } from 'zod'
import { SelfChosenRole } from '../../../domain/accounts/roles.ts'
import { session } from '../../../domain/accounts/session.ts'
import { refusalOf } from '../../../domain/accounts/user.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { challengeFor } from '../challenge.ts'
import { refusedMembership } from '../membership.ts'
import { openSession } from '../open-session.ts'
import { refusedDryRun, sessionAnswer } from '../session-answer.ts'
import { accountBehind } from './account.ts'
import { ProviderName } from './begin.ts'
import { comeBack } from './flow.ts'

/** Opens a session for who came back from a provider; registers who was never here. */
export const completeSignIn = defineCommand({
  name: 'accounts.complete-sign-in',
  input: z.strictObject({
    provider: ProviderName,
    flow: z.string().max(200),
    callback: z.string().max(4000),
    /** Of a new account. */
    roles: z.array(SelfChosenRole).min(1).max(3).default(['consumer']),
    organisationId: Id.exactOptional(),
  }),
  scope: 'public',
  run: async ({ provider, flow, callback, roles, organisationId: wanted }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    const sessionId = derivedId(tools.context.commandId, 'session')
    const before = await tools.answered(session, sessionId)
    if (before !== undefined) return 'code' in before ? before : sessionAnswer(tools, before)

    const back = await comeBack(tools, provider, flow, callback)
    if (!('identity' in back)) return back
    const behind = await accountBehind(tools, provider, back.identity, roles)
    if (!('account' in behind)) return behind
    const { userId, account } = behind
    const organisationId = wanted ?? account.organisationId
    const refused = refusalOf(account) ?? (await refusedMembership(tools, organisationId, userId))
    if (refused !== undefined) return refused
    const challenge = await challengeFor(tools, userId, organisationId, 'fed')
    if (challenge !== undefined) return challenge
    const opened = await openSession(tools, sessionId, userId, account, organisationId, ['fed'])
    return 'stream' in opened ? sessionAnswer(tools, opened) : opened
  },
})
