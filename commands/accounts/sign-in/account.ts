import { EmailAddress, OrganisationName } from '../../../domain/accounts/names.ts'
import type { Role } from '../../../domain/accounts/roles.ts'
import { user, type RegisteredUser } from '../../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { ExternalIdentity } from '../../../platform/sign-in/port.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownerOfEmail } from '../name-hash.ts'
import { registerAccount } from '../registration.ts'
import { claimIdentity, holderOf, identityHashOf, linkClaim } from './claim.ts'
import { usernameFor } from './username.ts'

type Account = { readonly userId: string; readonly account: RegisteredUser }

/**
 * The account that an identity opens: the one it is linked to, or a new one. An address alone opens nothing: whoever has
 * an account under it has to log in and link.
 */
export const accountBehind = async (
  tools: CommandTools,
  provider: string,
  identity: ExternalIdentity,
  roles: readonly Role[],
): Promise<Account | Rejection | Failure> => {
  const identityHash = identityHashOf(tools.services, identity)
  const holder = await holderOf(tools, identityHash)
  if (!('kind' in holder)) return holder
  if (holder.kind === 'person') {
    const { userId, account, claim, isLinked } = holder
    if (isLinked) return { userId, account }
    const linked = await linkClaim(tools, userId, provider, identity, claim)
    return 'stream' in linked ? { userId, account } : linked
  }
  const email = EmailAddress.safeParse(identity.verifiedEmail).data
  if (email === undefined)
    return reject('VERIFIED_EMAIL_REQUIRED', 'The provider names no address that it has verified.')
  const userId =
    holder.kind === 'applicant' ? holder.userId : derivedId(tools.context.commandId, 'user')
  const taken = await refusedEmail(tools, email, userId)
  if (taken !== undefined) return taken

  // First of all: whoever comes again after a crash goes on with this very registration.
  const from = holder.kind === 'nobody' ? holder.formerOwner : undefined
  const claimed = await claimIdentity(tools, userId, identityHash, from)
  if (!('claim' in claimed)) return claimed
  const registered = await registerAccount(tools, {
    userId,
    email,
    username: await usernameFor(tools, userId, identity),
    roles,
    organisationName: OrganisationName.parse('Personal'),
    proveEmail: false,
  })
  if (!('answer' in registered)) return registered
  const linked = await linkClaim(tools, userId, provider, identity, claimed.claim)
  if (!('stream' in linked)) return linked
  const { state: account } = await tools.load(user, userId)
  return account.kind === 'registered' ? { userId, account } : notFound('account')
}

const refusedEmail = async (
  tools: CommandTools,
  email: string,
  userId: string,
): Promise<Rejection | undefined> => {
  const owner = await ownerOfEmail(tools, email)
  if (owner === undefined || owner === userId) return undefined
  const { state } = await tools.load(user, owner)
  return state.kind === 'registered'
    ? reject(
        'IDENTITY_NOT_LINKED',
        'Log in to the account that has this address, and link this one.',
      )
    : undefined
}
