import { z } from 'zod'
import type { Reach } from '../../../domain/accounts/erasure.ts'
import { profile } from '../../../domain/accounts/profile.ts'
import { emailReservation, usernameReservation } from '../../../domain/accounts/reservation.ts'
import { isOver, user } from '../../../domain/accounts/user.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { emailHashOf } from '../name-hash.ts'
import { changeStep } from '../step.ts'
import { invitationMailId } from '../invitations/invitation-mail.ts'
import { endInvitations } from './invitations.ts'
import {
  endAccess,
  endSubscriptions,
  freeIdentities,
  freeNames,
  leaveOrganisations,
  type Over,
} from './steps.ts'

export type ErasureAnswer = {
  readonly userId: string
  readonly closedAt: string
  readonly erasedAt: string
  readonly reason: string
  readonly reach: Reach
}

/**
 * Erases who has a closed account. Every part finds itself done when it is repeated, so that it can be killed anywhere
 * and begun again: rows show the closed account → what belonged to them ends → rows show that, too →
 * their keys are destroyed → copies are removed → `AccountErased` says what there was. Throws `FootprintBusy` when something is in the way for now.
 */
export const completeErasure = defineCommand({
  name: 'accounts.complete-erasure',
  input: z.strictObject({ userId: Id }),
  scope: 'accounts:erase',
  run: async ({ userId }, tools) =>
    tools.services.footprint.alone(userId, async () => {
      const { state, revision, position } = await tools.load(user, userId)
      if (!isOver(state)) return notFound('closed account')
      if (state.kind === 'erased') {
        const stream = streamOf(user, userId)
        const changed = { stream, revision, position, replayed: true, events: [] }
        return { answer: answerOf(userId, state), changed }
      }
      return erase(tools, userId, state, position)
    }),
})

/** The one correlation id of all that an erasure does, however often it is begun. */
const storyOf = (userId: string): string => derivedId(userId, 'erasure')

const erase = async (asked: CommandTools, userId: string, state: Over, closedAt: bigint) => {
  const { footprint, vault } = asked.services
  const story = storyOf(userId)
  const tools = { ...asked, context: { ...asked.context, correlationId: story } }
  await footprint.shown(closedAt)
  const found = await footprint.belongingsOf(userId, state.emailHash)
  const ended = await endAccess(tools, found)
  if (ended !== undefined) return ended
  const settled = await endInvitations(tools, found.invitations)
  if (settled !== undefined) return settled
  const cancelled = await endSubscriptions(tools, found)
  if (cancelled !== undefined) return cancelled
  const left = await leaveOrganisations(tools, userId, [
    // The own one in any case: rows may lack it.
    ...new Set([...found.organisations, state.organisationId]),
  ])
  if (left !== undefined) return left
  const unlinked = await freeIdentities(tools, userId)
  if (unlinked !== undefined) return unlinked
  const freed = await freeNames(tools, userId, state)
  if (typeof freed !== 'bigint') return freed

  await footprint.shown(freed)
  const { organisations, invitations, sent } = await footprint.endedIn(story)
  const subjects = [userId, ...organisations, ...invitations]
  for (const subject of [...subjects, ...(await footprint.leftoverKeys())])
    await vault.destroy(subject)
  await footprint.insistUnusable(subjects)
  const forgotten = await footprint.forget({
    userId,
    subjects,
    streams: [
      streamOf(user, userId),
      streamOf(profile, userId),
      streamOf(emailReservation, state.emailHash),
      streamOf(usernameReservation, state.usernameHash),
    ],
    mails: sent.map(invitationMailId),
    isTheirs: (address) => emailHashOf(tools.services, address) === state.emailHash,
  })
  const reach = { ...forgotten, keysDestroyed: subjects.length }
  const command = { type: 'RecordErasure', userId, reach } as const
  const changed = await changeStep(tools, 'RecordErasure', user, userId, command)
  if (isRejection(changed) || 'code' in changed) return changed
  return changed.state.kind === 'erased'
    ? { answer: answerOf(userId, changed.state), changed: placeOf(changed) }
    : notFound('closed account')
}

const placeOf = ({ stream, revision, position, replayed, events }: Changed): Changed => ({
  stream,
  revision,
  position,
  replayed,
  events,
})

const answerOf = (userId: string, state: Extract<Over, { kind: 'erased' }>): ErasureAnswer => {
  const { closedAt, erasedAt, reason, reach } = state
  return { userId, closedAt, erasedAt, reason, reach }
}
