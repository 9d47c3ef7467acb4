import { change, type ChangeResult } from '../../../commands/shared/change.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import type { Services } from '../../../commands/shared/services.ts'
import {
  notificationMail,
  type NotificationMail,
  type NotificationMailCommand,
} from '../../../domain/engagement/notification-mail.ts'
import {
  webhookMessage,
  type WebhookMessageCommand,
} from '../../../domain/engagement/webhook-message.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { insist } from '../../runtime/insist.ts'
import { isOutage, TryAgain } from '../../runtime/outage.ts'

export type Story = { readonly correlationId: string; readonly causationId: string }

/** Under one key once, however often it is asked for; waits while the store is away. */
const once = async <State, Command, Event extends DomainEvent>(
  services: Services,
  { correlationId, causationId }: Story,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  key: string,
  command: Command,
  signal: AbortSignal,
): Promise<Extract<ChangeResult<State>, { readonly state: unknown }>> => {
  const commandId = derivedId('telling', aggregate.category, id, key)
  const context = systemContext('telling', commandId, correlationId, causationId)
  const inputHash = inputHashOf(services.secrets.inputHashKey, 'telling', commandId)
  const attempt = async () => {
    const changed = await change(services, context, inputHash, aggregate, id, command)
    if ('stream' in changed) return changed
    const failure = 'code' in changed ? changed.code : changed.rejected
    if (failure === 'CONCURRENT_CHANGE') throw new TryAgain(changed.detail)
    throw new Error(`${failure}: ${changed.detail}`)
  }
  const giveUp = (error: unknown): void => {
    if (!isOutage(error)) throw error
  }
  return insist(attempt, giveUp, signal)
}

export const append = {
  message: (
    services: Services,
    story: Story,
    command: WebhookMessageCommand,
    signal: AbortSignal,
  ) => once(services, story, webhookMessage, command.messageId, 'send', command, signal),
  mail: (
    services: Services,
    story: Story,
    command: Extract<NotificationMailCommand, { readonly type: 'Queue' }>,
    signal: AbortSignal,
  ): Promise<{ readonly state: NotificationMail }> =>
    once(
      services,
      story,
      notificationMail,
      command.mailId,
      command.item.notificationId,
      command,
      signal,
    ),
}
