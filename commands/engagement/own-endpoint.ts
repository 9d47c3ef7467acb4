import { endpointIn, webhooks } from '../../domain/engagement/webhooks.ts'
import type { Endpoint } from '../../domain/engagement/webhook-endpoint.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import { writeSecret } from '../../platform/webhooks/sign.ts'
import { notFound } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The organisation whose endpoints are meant: that which is acted for. Those of others are in streams of theirs. */
export const actingFor = ({ context }: CommandTools): string | Rejection =>
  context.organisation ??
  reject('FORBIDDEN', 'Webhook endpoints belong to an organisation; act for one.')

/** The organisation and one of its endpoints. */
export const ownEndpoint = async (
  tools: CommandTools,
  endpointId: string,
): Promise<{ readonly organisationId: string; readonly endpoint: Endpoint } | Rejection> => {
  const organisationId = actingFor(tools)
  if (typeof organisationId !== 'string') return organisationId
  const { state } = await tools.load(webhooks, organisationId)
  const endpoint = endpointIn(state, endpointId)
  return endpoint === undefined ? notFound('webhook endpoint') : { organisationId, endpoint }
}

/** The secret that this command gives an endpoint: again the same when it is repeated. */
export const secretFor = ({ services, context }: CommandTools, endpointId: string): string =>
  writeSecret(
    macOf(services.secrets.tokenKey, 'webhook-secret', endpointId, context.commandId).subarray(
      0,
      24,
    ),
  )

/** Why nothing would be sent there, if so. */
export const refusedUrl = ({ services }: CommandTools, url: string): Rejection | undefined => {
  const detail = services.webhooks.refusal(url)
  return detail === undefined
    ? undefined
    : reject('WEBHOOK_ADDRESS_REFUSED', detail, [{ pointer: '/url', code: 'refused', detail }])
}
