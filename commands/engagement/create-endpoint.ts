import { z } from 'zod'
import {
  Description,
  EndpointUrl,
  EventTypeFilters,
} from '../../domain/engagement/webhook-endpoint.ts'
import { webhooks } from '../../domain/engagement/webhooks.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { actingFor, refusedUrl, secretFor } from './own-endpoint.ts'

/** Has the organisation acted for told of events at a URL. The secret is shown now, and never again. */
export const createWebhookEndpoint = defineCommand({
  name: 'engagement.create-webhook-endpoint',
  input: z.strictObject({
    url: EndpointUrl,
    description: Description.default(''),
    eventTypes: EventTypeFilters,
  }),
  scope: 'webhooks:write',
  run: async ({ url, description, eventTypes }, tools) => {
    const organisationId = actingFor(tools)
    if (typeof organisationId !== 'string') return organisationId
    const { context, services } = tools
    const endpointId = derivedId(context.commandId, 'webhookEndpoint')
    const secret = secretFor(tools, endpointId)
    const answer = { endpointId, secret }
    const before = await tools.answered(webhooks, organisationId)
    if (before !== undefined) return 'code' in before ? before : { answer, changed: before }
    const refused = refusedUrl(tools, url)
    if (refused !== undefined) return refused
    const changed = await tools.change(webhooks, organisationId, {
      type: 'Create',
      organisationId,
      endpointId,
      settings: { url, description, eventTypes },
      secret: {
        secretId: derivedId(context.commandId, 'webhookSecret'),
        sealed: await services.vault.seal(organisationId, secret),
      },
    })
    return 'stream' in changed ? { answer, changed } : changed
  },
})
