import { z } from 'zod'
import { identities } from '../../../domain/accounts/identities.ts'
import { user } from '../../../domain/accounts/user.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { personOf } from '../membership.ts'
import { refusedDryRun } from '../session-answer.ts'
import { changeStep } from '../step.ts'
import { writtenBy } from '../written-by.ts'
import { ProviderName } from './begin.ts'
import {
  claimIdentity,
  holderOf,
  identityHashOf,
  identityIdOf,
  linkClaim,
  releaseClaim,
} from './claim.ts'
import { comeBack } from './flow.ts'

/** A signed-in person, back from a provider, signs in by that account from now on. */
export const linkIdentity = defineCommand({
  name: 'accounts.link-identity',
  input: z.strictObject({
    provider: ProviderName,
    flow: z.string().max(200),
    callback: z.string().max(4000),
  }),
  scope: 'accounts:write',
  run: async ({ provider, flow, callback }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const before = await tools.answered(identities, userId)
    if (before !== undefined) return 'code' in before ? before : answeredBefore(tools, before)
    const back = await comeBack(tools, provider, flow, callback, userId)
    if (!('identity' in back)) return back
    const identityHash = identityHashOf(tools.services, back.identity)
    const claimed = await claimFor(tools, userId, identityHash)
    if (!('claim' in claimed)) return claimed
    const changed = await linkClaim(tools, userId, provider, back.identity, claimed.claim)
    if (!('stream' in changed)) return changed
    return { answer: { identityId: identityIdOf(userId, identityHash, claimed.claim) }, changed }
  },
})

const LinkAnswer = z.object({ identityId: z.string() })

const answeredBefore = async (tools: CommandTools, changed: Changed) => {
  const event = await writtenBy(tools, changed)
  const { identityId } = LinkAnswer.parse(event?.data)
  return { answer: { identityId }, changed }
}

const taken = reject('IDENTITY_TAKEN', 'Another account here uses this one to sign in.')

const claimFor = async (
  tools: CommandTools,
  userId: string,
  identityHash: string,
): Promise<{ readonly claim: number } | Rejection | Failure> => {
  const holder = await holderOf(tools, identityHash)
  if (!('kind' in holder)) return holder
  switch (holder.kind) {
    case 'person':
      return holder.userId === userId ? { claim: holder.claim } : taken
    case 'nobody':
      return claimIdentity(tools, userId, identityHash, holder.formerOwner)
    case 'applicant': {
      // The same human began to register by it. That registration is first kept from ever being finished.
      const ended = await changeStep(tools, `abandon ${holder.userId}`, user, holder.userId, {
        type: 'AbandonRegistration',
        userId: holder.userId,
        reason: 'STALLED',
      })
      if (isRejection(ended)) return taken
      return 'code' in ended ? ended : claimIdentity(tools, userId, identityHash, holder.userId)
    }
    default:
      return holder satisfies never
  }
}

/** A person gives up to sign in by an account elsewhere; never the last way to log in. */
export const unlinkIdentity = defineCommand({
  name: 'accounts.unlink-identity',
  input: z.strictObject({ identityId: Id }),
  scope: 'accounts:write',
  run: async ({ identityId }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const { state: account } = await tools.load(user, userId)
    if (account.kind !== 'registered') return notFound('account')
    const changed = await tools.change(identities, userId, {
      type: 'UnlinkIdentity',
      userId,
      identityId,
      hasPassword: account.passwordHash !== undefined,
    })
    if (!('stream' in changed)) return changed
    const entry = changed.state.entries.find((known) => known.identityId === identityId)
    if (entry !== undefined && !entry.linked && tools.context.validateOnly !== true) {
      const left = await releaseClaim(tools, userId, entry.identityHash, entry.claim)
      if (left !== undefined) return left
    }
    return { answer: { identityId }, changed }
  },
})
