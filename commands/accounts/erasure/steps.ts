import { apiKey } from '../../../domain/accounts/api-key.ts'
import { identities } from '../../../domain/accounts/identities.ts'
import { identityReservation } from '../../../domain/accounts/identity-reservation.ts'
import { organisation } from '../../../domain/accounts/organisation.ts'
import { emailReservation, usernameReservation } from '../../../domain/accounts/reservation.ts'
import { session } from '../../../domain/accounts/session.ts'
import type { User } from '../../../domain/accounts/user.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Belongings } from '../../../platform/personal-data/footprint.ts'
import type { Changed } from '../../shared/changed.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { changeStep } from '../step.ts'

export type Over = Extract<User, { kind: 'closed' | 'erased' }>
type Trouble = Rejection | Failure

/** Under the revision it is decided on, so that whatever came in between is met by a repetition. */
const step = async <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  tools: CommandTools,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
): Promise<(Changed & { readonly state: State }) | Trouble> => {
  const { revision } = await tools.load(aggregate, id)
  const name = `${command.type} ${id} after ${revision.toString()}`
  return changeStep(tools, name, aggregate, id, command)
}

/** Leaves every organisation; hands over what would be left without an owner, and closes what is left without anybody. */
export const leaveOrganisations = async (
  tools: CommandTools,
  userId: string,
  organisations: readonly string[],
): Promise<Trouble | undefined> => {
  for (const organisationId of organisations) {
    const command = { type: 'ForgetMember', organisationId, userId } as const
    const changed = await step(tools, organisation, organisationId, command)
    if (!('stream' in changed)) return changed
  }
  return undefined
}

/** Ends sessions and API keys. None of them has been good for anything since the account was closed. */
export const endAccess = async (
  tools: CommandTools,
  { sessions, apiKeys }: Belongings,
): Promise<Trouble | undefined> => {
  for (const sessionId of sessions) {
    const ended = await step(tools, session, sessionId, { type: 'RevokeSession', sessionId })
    if (!('stream' in ended)) return ended
  }
  for (const keyId of apiKeys) {
    const ended = await step(tools, apiKey, keyId, { type: 'RevokeApiKey', keyId })
    if (!('stream' in ended)) return ended
  }
  return undefined
}

/** Ends the subscriptions of what closes; what was paid for and not used goes back to its wallet. */
export const endSubscriptions = async (
  tools: CommandTools,
  { subscriptions }: Belongings,
): Promise<Trouble | undefined> => {
  for (const subscriptionId of subscriptions) {
    const command = { type: 'CancelNow', subscriptionId, refund: true } as const
    const ended = await step(tools, subscription, subscriptionId, command)
    // It may have ended by itself meanwhile.
    const isOver = 'rejected' in ended && ended.rejected === 'SUBSCRIPTION_ENDED'
    if (!('stream' in ended) && !isOver) return ended
  }
  return undefined
}

/** Lets others sign in with the accounts at OpenID providers that were linked. */
export const freeIdentities = async (
  tools: CommandTools,
  owner: string,
): Promise<Trouble | undefined> => {
  const { state } = await tools.load(identities, owner)
  for (const { identityHash, linked } of state.entries) {
    if (!linked) continue
    const command = { type: 'ReleaseIdentity', identityHash, owner } as const
    const released = await step(tools, identityReservation, identityHash, command)
    if (!('stream' in released)) return released
  }
  return undefined
}

/** Gives both names back: after everything else, so that who has read this far has read that. */
export const freeNames = async (
  tools: CommandTools,
  owner: string,
  { emailHash, usernameHash }: Over,
): Promise<bigint | Trouble> => {
  let position = 0n
  const names = [
    [emailReservation, emailHash],
    [usernameReservation, usernameHash],
  ] as const
  for (const [reservation, nameHash] of names) {
    const command = { type: 'ReleaseName', nameHash, owner } as const
    const changed = await step(tools, reservation, nameHash, command)
    if (!('stream' in changed)) return changed
    if (changed.position > position) position = changed.position
  }
  return position
}
