import { capsule, unsound, type ExistingCapsule } from '../../../domain/agents/capsules/capsule.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { notFound } from '../../shared/change.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

type Tools = Pick<CommandTools, 'load' | 'context'>

/** The capsule, if it is the caller's organisation's. */
export const ownCapsule = async (
  { load, context }: Tools,
  capsuleId: string,
): Promise<ExistingCapsule | Rejection> => {
  const { state } = await load(capsule, capsuleId)
  if (state.kind === 'absent' || !actsFor(context, state.organisationId)) return notFound('capsule')
  return state
}

/** The same, if it passed its checks. */
export const ownSoundCapsule = async (
  tools: Tools,
  capsuleId: string,
): Promise<ExistingCapsule | Rejection> => {
  const own = await ownCapsule(tools, capsuleId)
  return isRejection(own) || own.kind === 'valid' ? own : unsound
}
