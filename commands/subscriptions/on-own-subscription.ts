import { z } from 'zod'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import type {
  ExistingSubscription,
  SubscriptionStatus,
} from '../../domain/subscriptions/subscription-state.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { notFound } from '../shared/change.ts'
import type { CommandDefinition, Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { ownSubscription } from './own-subscription.ts'

export const SubscriptionInput = z.strictObject({ subscriptionId: Id })

export type SubscriptionAnswer = {
  readonly subscriptionId: string
  readonly status: SubscriptionStatus
}

type Wish = Omit<SubscriptionCommand, 'subscriptionId'>

/** A command on one of the caller's own subscriptions; `wish` says what to ask of it, or why nothing. */
export const onOwnSubscription = <Input extends z.ZodType<{ readonly subscriptionId: string }>>(
  name: string,
  input: Input,
  wish: (
    input: z.output<Input>,
    tools: CommandTools,
    state: ExistingSubscription,
  ) => Wish | Rejection | Promise<Wish | Rejection>,
): CommandDefinition<Input, SubscriptionAnswer> => ({
  name,
  input,
  scope: 'subscriptions:write',
  run: async (wanted, tools) => {
    const { subscriptionId } = wanted
    const owned = await ownSubscription(tools, subscriptionId)
    if (isRejection(owned)) return owned
    const wished = await wish(wanted, tools, owned)
    // What the world says now counts only if the command was not executed before.
    if (isRejection(wished)) return (await answeredBefore(subscriptionId, tools)) ?? wished
    // One of the wishes, with its addressee: it is one of the commands.
    const command = { ...wished, subscriptionId } as SubscriptionCommand
    const changed = await tools.change(subscription, subscriptionId, command)
    if (!('stream' in changed)) return changed
    const { state } = changed
    return state.kind === 'existing'
      ? { answer: { subscriptionId, status: state.status }, changed }
      : notFound('subscription')
  },
})

const answeredBefore = async (
  subscriptionId: string,
  { answered }: CommandTools,
): Promise<Completed<SubscriptionAnswer> | Failure | undefined> => {
  const changed = await answered(subscription, subscriptionId)
  if (changed === undefined || 'code' in changed) return changed
  const { state } = changed
  return state.kind === 'existing'
    ? { answer: { subscriptionId, status: state.status }, changed }
    : undefined
}
