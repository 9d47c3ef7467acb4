import { z } from 'zod'
import {
  Description,
  EndpointUrl,
  EventTypeFilters,
} from '../../domain/engagement/webhook-endpoint.ts'
import { webhooks } from '../../domain/engagement/webhooks.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { actingFor, ownEndpoint, refusedUrl } from './own-endpoint.ts'

/** Changes where an endpoint is, what it is called, or what it is told of. */
export const changeWebhookEndpoint = defineCommand({
  name: 'engagement.change-webhook-endpoint',
  input: z.strictObject({
    endpointId: Id,
    url: EndpointUrl.exactOptional(),
    description: Description.exactOptional(),
    eventTypes: EventTypeFilters.exactOptional(),
  }),
  scope: 'webhooks:write',
  run: async ({ endpointId, ...changes }, tools) => {
    const own = await ownEndpoint(tools, endpointId)
    if ('rejected' in own) return own
    const refused = changes.url === undefined ? undefined : refusedUrl(tools, changes.url)
    if (refused !== undefined) return refused
    const { organisationId } = own
    const command = { type: 'Change', organisationId, endpointId, changes } as const
    const changed = await tools.change(webhooks, organisationId, command)
    return 'stream' in changed ? { answer: { endpointId }, changed } : changed
  },
})

/** Stops sending to an endpoint, or begins again. */
export const setWebhookEndpointStatus = defineCommand({
  name: 'engagement.set-webhook-endpoint-status',
  input: z.strictObject({ endpointId: Id, status: z.enum(['ENABLED', 'DISABLED']) }),
  scope: 'webhooks:write',
  run: async ({ endpointId, status }, tools) => {
    const own = await ownEndpoint(tools, endpointId)
    if ('rejected' in own) return own
    const of = { organisationId: own.organisationId, endpointId }
    const changed = await tools.change(
      webhooks,
      own.organisationId,
      status === 'ENABLED'
        ? { type: 'Enable', ...of }
        : { type: 'Disable', ...of, reason: 'REQUESTED' },
    )
    return 'stream' in changed ? { answer: { endpointId, status }, changed } : changed
  },
})

/** Ends an endpoint. What is on its way there is let go. */
export const deleteWebhookEndpoint = defineCommand({
  name: 'engagement.delete-webhook-endpoint',
  input: z.strictObject({ endpointId: Id }),
  scope: 'webhooks:write',
  run: async ({ endpointId }, tools) => {
    const organisationId = actingFor(tools)
    if (typeof organisationId !== 'string') return organisationId
    const command = { type: 'Delete', organisationId, endpointId } as const
    const changed = await tools.change(webhooks, organisationId, command)
    return 'stream' in changed ? { answer: { endpointId }, changed } : changed
  },
})
