import { identities, standingOf } from '../../../domain/accounts/identities.ts'
import { identityReservation } from '../../../domain/accounts/identity-reservation.ts'
import { user, type RegisteredUser } from '../../../domain/accounts/user.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { macOf } from '../../../platform/keys/derive-key.ts'
import type { ExternalIdentity } from '../../../platform/sign-in/port.ts'
import type { ChangeResult } from '../../shared/change.ts'
import type { Services } from '../../shared/services.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { changeStep } from '../step.ts'

/** The id under which an identity is reserved: its keyed hash, hex. */
export const identityHashOf = (
  { secrets }: Services,
  { issuer, subject }: Pick<ExternalIdentity, 'issuer' | 'subject'>,
): string =>
  macOf(secrets.reservationKey, identityReservation.category, issuer, subject).toString('hex')

/** Who an identity belongs to. What a command that died left half done is finished here, the way it was going. */
export type Holder =
  | { readonly kind: 'nobody' /** Whose claim is void. */; readonly formerOwner?: string }
  /** Somebody began to register by it. */
  | { readonly kind: 'applicant'; readonly userId: string }
  | {
      readonly kind: 'person'
      readonly userId: string
      readonly account: RegisteredUser
      readonly claim: number
      readonly isLinked: boolean
    }

export const holderOf = async (
  tools: CommandTools,
  identityHash: string,
): Promise<Holder | Rejection | Failure> => {
  const { state, revision } = await tools.load(identityReservation, identityHash)
  if (state.kind === 'free') return { kind: 'nobody' }
  const { owner: userId } = state
  const { state: account } = await tools.load(user, userId)
  if (account.kind === 'absent') return { kind: 'applicant', userId }
  if (account.kind !== 'registered') return { kind: 'nobody', formerOwner: userId }
  const claim = Number(revision)
  const { state: own } = await tools.load(identities, userId)
  const standing = standingOf(own, identityHash, claim)
  if (standing === 'unlinked')
    return (await releaseClaim(tools, userId, identityHash, claim)) ?? { kind: 'nobody' }
  return { kind: 'person', userId, account, claim, isLinked: standing === 'linked' }
}

/** Claims an identity that nobody has; answers the claim. */
export const claimIdentity = async (
  tools: CommandTools,
  owner: string,
  identityHash: string,
  from?: string,
): Promise<{ readonly claim: number } | Rejection | Failure> => {
  const { revision } = await tools.load(identityReservation, identityHash)
  const wanted = { identityHash, owner }
  const command =
    from === undefined
      ? ({ type: 'ReserveIdentity', ...wanted } as const)
      : ({ type: 'TakeOverIdentity', ...wanted, from } as const)
  const step = `${command.type} ${identityHash} after ${revision.toString()}`
  const changed = await changeStep(tools, step, identityReservation, identityHash, command)
  return 'stream' in changed ? { claim: Number(changed.revision) } : changed
}

/** Frees the identity for others, unless it was claimed anew since. */
export const releaseClaim = async (
  tools: CommandTools,
  owner: string,
  identityHash: string,
  claim: number,
): Promise<Rejection | Failure | undefined> => {
  const { revision } = await tools.load(identityReservation, identityHash)
  if (Number(revision) !== claim) return undefined
  const step = `ReleaseIdentity ${identityHash} after ${revision.toString()}`
  const command = { type: 'ReleaseIdentity', identityHash, owner } as const
  const changed = await changeStep(tools, step, identityReservation, identityHash, command)
  return 'stream' in changed ? undefined : changed
}

/** The id by which a person names a link. */
export const identityIdOf = (userId: string, identityHash: string, claim: number): string =>
  derivedId(userId, identityHash, claim.toString())

/** Links what was claimed. */
export const linkClaim = async (
  tools: CommandTools,
  userId: string,
  provider: string,
  { issuer, subject }: ExternalIdentity,
  claim: number,
): Promise<ChangeResult<unknown>> => {
  const { services } = tools
  const identityHash = identityHashOf(services, { issuer, subject })
  return tools.change(identities, userId, {
    type: 'LinkIdentity',
    userId,
    identityId: identityIdOf(userId, identityHash, claim),
    link: {
      identityHash,
      claim,
      provider,
      subject: await services.vault.seal(userId, JSON.stringify([issuer, subject])),
    },
  })
}
