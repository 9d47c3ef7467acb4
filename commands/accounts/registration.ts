import { organisation } from '../../domain/accounts/organisation.ts'
import { emailReservation, usernameReservation } from '../../domain/accounts/reservation.ts'
import type { Role } from '../../domain/accounts/roles.ts'
import { abandoned, user, type User } from '../../domain/accounts/user.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { hashPassword } from '../../platform/auth/password.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { Changed } from '../shared/changed.ts'
import type { Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { emailHashOf, usernameHashOf } from './name-hash.ts'
import { releaseName, reserveName } from './reserve-name.ts'
import { verificationFor } from './verification-mail.ts'

export type AccountWish = {
  /** Of a registration that goes on under another command; else the id follows from this one. */
  readonly userId?: string
  readonly email: string
  readonly username: string
  /** Absent for who signs in by a provider alone. */
  readonly password?: string
  readonly roles: readonly Role[]
  readonly organisationName: string
  /** Whether the address is to be proved by mail; else the hub vouches for it. */
  readonly proveEmail: boolean
}

export type RegisteredAnswer = { readonly userId: string; readonly organisationId: string }

type Refusal = Rejection | Failure

/**
 * E-mail reservation → username reservation → organisation → user. Each part finds itself done when the command is
 * repeated after a crash; nobody is registered before the last one, and it cannot happen once the names are given up.
 */
export const registerAccount = async (
  tools: CommandTools,
  wish: AccountWish,
): Promise<Completed<RegisteredAnswer> | Refusal> => {
  const { userId = derivedId(tools.context.commandId, 'user'), password } = wish
  const before = await tools.answered(user, userId)
  if (before !== undefined) return 'code' in before ? before : answerOf(before, userId)
  const { state } = await tools.load(user, userId)
  if (state.kind === 'abandoned') return abandoned(state.reason)

  const emailHash = emailHashOf(tools.services, wish.email)
  const usernameHash = usernameHashOf(tools.services, wish.username)
  const refused = await reserveName(tools, emailReservation, emailHash, userId)
  if (refused !== undefined) return refused
  const taken = await reserveName(tools, usernameReservation, usernameHash, userId)
  if (taken !== undefined)
    return isRejection(taken) ? giveUp(tools, emailHash, userId, taken) : taken

  const organisationId = derivedId(tools.context.commandId, 'organisation')
  const { vault } = tools.services
  const created = await tools.change(organisation, organisationId, {
    type: 'CreateOrganisation',
    organisationId,
    name: await vault.seal(organisationId, wish.organisationName),
    ownerId: userId,
  })
  if (!('stream' in created)) return created

  const verification = wish.proveEmail ? verificationFor(tools, userId).demand : undefined
  const changed = await tools.change(user, userId, {
    type: 'RegisterUser',
    userId,
    registration: {
      organisationId,
      email: await vault.seal(userId, wish.email),
      username: await vault.seal(userId, wish.username),
      emailHash,
      usernameHash,
      roles: [...wish.roles],
    },
    ...(password === undefined
      ? {}
      : { passwordHash: await vault.seal(userId, await hashPassword(password)) }),
    ...(verification === undefined ? {} : { verification }),
  })
  return 'stream' in changed ? answerOf(changed, userId) : changed
}

const answerOf = (
  changed: Changed & { readonly state: User },
  userId: string,
): Completed<RegisteredAnswer> | Rejection => {
  const { state } = changed
  if (state.kind === 'registered')
    return { answer: { userId, organisationId: state.organisationId }, changed }
  return state.kind === 'abandoned'
    ? abandoned(state.reason)
    : reject('NOT_FOUND', 'There is no such account.')
}

/**
 * The username is somebody else's. The registration is ended before its e-mail address is freed: otherwise the same
 * command, running twice at a time, could register with an address that is free for others.
 */
const giveUp = async (
  tools: CommandTools,
  emailHash: string,
  userId: string,
  taken: Rejection,
): Promise<Completed<RegisteredAnswer> | Refusal> => {
  const ended = await tools.change(user, userId, {
    type: 'AbandonRegistration',
    userId,
    reason: 'USERNAME_TAKEN',
  })
  if (!('stream' in ended)) return ended
  if (ended.state.kind === 'registered') return answerOf(ended, userId)
  return (await releaseName(tools, emailReservation, emailHash, userId)) ?? taken
}
