import { z } from 'zod'
import { endpointIn, webhooks, type Webhooks } from '../../domain/engagement/webhooks.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { Changed } from '../shared/changed.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownEndpoint, secretFor } from './own-endpoint.ts'

/** Gives an endpoint a new secret. Requests bear signatures of both until the previous one ends. */
export const rotateWebhookSecret = defineCommand({
  name: 'engagement.rotate-webhook-secret',
  input: z.strictObject({ endpointId: Id, overlapHours: z.int().min(0).max(168).default(24) }),
  scope: 'webhooks:write',
  run: async ({ endpointId, overlapHours }, tools) => {
    const own = await ownEndpoint(tools, endpointId)
    if ('rejected' in own) return own
    const { organisationId } = own
    const secretId = derivedId(tools.context.commandId, 'webhookSecret')
    const secret = secretFor(tools, endpointId)
    const answerOf = (changed: Changed & { readonly state: Webhooks }) => {
      const secrets = endpointIn(changed.state, endpointId)?.secrets ?? []
      const previous = secrets[secrets.findIndex((each) => each.secretId === secretId) + 1]
      const { validUntil: previousValidUntil = null } = previous ?? {}
      return { answer: { endpointId, secret, previousValidUntil }, changed }
    }
    const before = await tools.answered(webhooks, organisationId)
    if (before !== undefined) return 'code' in before ? before : answerOf(before)
    const changed = await tools.change(webhooks, organisationId, {
      type: 'RotateSecret',
      organisationId,
      endpointId,
      overlapHours,
      secret: { secretId, sealed: await tools.services.vault.seal(organisationId, secret) },
    })
    return 'stream' in changed ? answerOf(changed) : changed
  },
})
