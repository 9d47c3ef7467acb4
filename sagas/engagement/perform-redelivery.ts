import { load } from '../../commands/shared/load.ts'
import { webhookMessage } from '../../domain/engagement/webhook-message.ts'
import { webhooks } from '../../domain/engagement/webhooks.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { IndexBehind } from '../../platform/webhooks/port.ts'
import { changeAs, succeeded, type Performers } from '../runtime/effects.ts'
import { TryAgain } from '../runtime/outage.ts'
import type { RedeliveryEffect } from './redelivery.ts'

const page = 100

export const performRedeliveryEffects: Performers<RedeliveryEffect> = {
  redeliver: async ({ range, after }, tools) => {
    const { redeliveryId, organisationId, endpointId, from, until, which } = range
    const { services } = tools
    const { eventStore, foldCache } = services
    const { position: atLeast } = await load(eventStore, foldCache, webhooks, organisationId)
    const found = await services.webhookIndex
      .messages({
        endpointId,
        from,
        until,
        failedOnly: which === 'FAILED',
        after: BigInt(after),
        limit: page,
        atLeast,
      })
      .catch((error: unknown) => {
        throw error instanceof IndexBehind ? new TryAgain(error.message) : error
      })
    for (const { messageId } of found) {
      // By the message, not by the page: performed again, each is delivered again once.
      const deliveryId = derivedId(redeliveryId, messageId)
      const context = { ...tools.context, commandId: derivedId(deliveryId, 'request') }
      const command = { type: 'Redeliver', messageId, deliveryId } as const
      await changeAs({ ...tools, context }, webhookMessage, messageId, command)
    }
    const last = found.at(-1)
    const next = last === undefined || found.length < page ? null : last.position.toString()
    return succeeded({ messages: found.length, next })
  },
}
