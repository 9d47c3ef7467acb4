import { msOf } from '../../domain/shared/instant.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { subscriptionSlot } from '../../domain/subscriptions/subscription-slot.ts'
import { isEnded } from '../../domain/subscriptions/subscription-state.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { changeStep } from '../accounts/step.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Whoever took the place and has not begun by then has died on the way. */
const stalledAfterMs = 60_000

export const slotIdOf = (organisation: string, appId: string): string =>
  derivedId(organisation, 'subscriptionSlot', appId)

export type SlotWish = {
  readonly organisation: string
  readonly appId: string
  readonly subscriptionId: string
  readonly trial: boolean
}

/** Takes the organisation's one place for an app. Nothing: it is taken for this subscription. */
export const takeSlot = async (
  tools: CommandTools,
  wish: SlotWish,
): Promise<Rejection | Failure | undefined> => {
  const slotId = slotIdOf(wish.organisation, wish.appId)
  const { state, revision } = await tools.load(subscriptionSlot, slotId)
  const from =
    state.kind === 'taken' && state.subscriptionId !== wish.subscriptionId
      ? await endedHolder(tools, state.subscriptionId, state.since)
      : undefined
  const step = `take ${slotId} after ${revision.toString()}`
  const changed = await changeStep(tools, step, subscriptionSlot, slotId, {
    type: 'TakeSlot',
    slotId,
    ...wish,
    ...(from === undefined ? {} : { from }),
  })
  return 'stream' in changed ? undefined : changed
}

/** The holder, if it is over: ended, or kept from ever starting by the first event of its own stream. */
const endedHolder = async (
  tools: CommandTools,
  holder: string,
  since: string,
): Promise<string | undefined> => {
  const { state } = await tools.load(subscription, holder)
  switch (state.kind) {
    case 'abandoned':
      return holder
    case 'existing':
      return isEnded(state) ? holder : undefined
    case 'absent': {
      if (tools.services.clock.now().getTime() - msOf(since) < stalledAfterMs) return undefined
      const given = await changeStep(tools, `abandon ${holder}`, subscription, holder, {
        type: 'AbandonSubscription',
        subscriptionId: holder,
      })
      return isRejection(given) || 'code' in given || given.state.kind !== 'abandoned'
        ? undefined
        : holder
    }
  }
}
