import type { Reservation, ReservationAggregate } from '../../domain/accounts/reservation.ts'
import { user } from '../../domain/accounts/user.ts'
import { msOf } from '../../domain/shared/instant.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandTools } from '../shared/tools.ts'
import { changeStep } from './step.ts'

/** An unfinished registration holds its names for so long; then somebody else may have them. */
const stalledAfterMs = 10 * 60_000

type Refusal = Rejection | Failure

/** Reserves a name for an owner who is about to register. Nothing: it is theirs. */
export const reserveName = async (
  tools: CommandTools,
  reservation: ReservationAggregate,
  nameHash: string,
  owner: string,
): Promise<Refusal | undefined> => {
  const { state, revision } = await tools.load(reservation, nameHash)
  if (state.kind === 'reserved' && state.owner === owner) return undefined
  const wanted = { nameHash, owner }
  const from = await abandonedOwner(tools, nameHash, state)
  const command =
    from === undefined
      ? ({ type: 'ReserveName', ...wanted } as const)
      : ({ type: 'TakeOverName', ...wanted, from } as const)
  const step = `${command.type} ${nameHash} after ${revision.toString()}`
  const changed = await changeStep(tools, step, reservation, nameHash, command)
  return 'stream' in changed ? undefined : changed
}

export const releaseName = async (
  tools: CommandTools,
  reservation: ReservationAggregate,
  nameHash: string,
  owner: string,
): Promise<Refusal | undefined> => {
  const { revision } = await tools.load(reservation, nameHash)
  const step = `ReleaseName ${nameHash} after ${revision.toString()}`
  const command = { type: 'ReleaseName', nameHash, owner } as const
  const changed = await changeStep(tools, step, reservation, nameHash, command)
  return 'stream' in changed ? undefined : changed
}

/**
 * The owner whose claim on a reserved name is void: one that gave up, that registered under another name, or that stalled.
 * A stalled one is first kept from ever finishing, by the first event of its own stream; only then is its name free.
 */
const abandonedOwner = async (
  tools: CommandTools,
  nameHash: string,
  state: Reservation,
): Promise<string | undefined> => {
  if (state.kind === 'free') return undefined
  const { owner, since } = state
  const held = await tools.load(user, owner)
  switch (held.state.kind) {
    case 'abandoned':
    case 'erased':
      return owner
    case 'closed':
      return undefined
    case 'registered': {
      const { emailHash, usernameHash } = held.state
      return nameHash === emailHash || nameHash === usernameHash ? undefined : owner
    }
    case 'absent': {
      if (tools.services.clock.now().getTime() - msOf(since) < stalledAfterMs) return undefined
      const given = await changeStep(tools, `abandon ${owner}`, user, owner, {
        type: 'AbandonRegistration',
        userId: owner,
        reason: 'STALLED',
      })
      return isRejection(given) || 'code' in given ? undefined : owner
    }
  }
}
