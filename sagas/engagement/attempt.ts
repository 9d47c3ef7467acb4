import { load } from '../../commands/shared/load.ts'
import { secretsAt, type Endpoint } from '../../domain/engagement/webhook-endpoint.ts'
import {
  isGone,
  webhookMessage,
  type ExistingMessage,
} from '../../domain/engagement/webhook-message.ts'
import { endpointIn, webhooks } from '../../domain/engagement/webhooks.ts'
import { instantOf } from '../../domain/shared/instant.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { signedHeaders } from '../../platform/webhooks/sign.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../runtime/effects.ts'
import type { Attempted, DeliveryEffect } from './delivery.ts'
import { createLanes, type Lanes } from './lanes.ts'

type Attempt = Extract<DeliveryEffect, { readonly kind: 'attempt' }>

/** Some seconds, by the delivery's own chance, after which a busy endpoint is looked at again. */
const busyMs = 20_000

const came = (attempted: Attempted): EffectOutcome => succeeded(attempted)

/** An effect beside this one, under an id of its own. */
const beside = (tools: EffectTools, name: string): EffectTools => ({
  ...tools,
  context: { ...tools.context, commandId: derivedId(tools.context.commandId, name) },
})

/** What a request is signed with now; nothing once the organisation has gone, and its key with it. */
const secretsOf = async (
  endpoint: Endpoint,
  { vault, clock }: EffectTools['services'],
): Promise<readonly string[]> => {
  const sealed = secretsAt(endpoint, clock.now().toISOString())
  const opened = await Promise.all(sealed.map((each) => vault.open(each.sealed)))
  return opened.filter((secret) => secret !== undefined)
}

const post = async (
  message: ExistingMessage,
  messageId: string,
  { url, secrets }: { readonly url: string; readonly secrets: readonly string[] },
  { services, signal }: EffectTools,
) => {
  const now = services.clock.now()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'quantum-hub-webhooks/1',
    ...signedHeaders(messageId, now.getTime(), message.body, secrets),
  }
  return services.webhooks.post({ url, headers, body: message.body, signal })
}

const attemptOnce = async (
  { messageId, deliveryId, attempt }: Attempt,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { eventStore, foldCache } = tools.services
  const { state: message } = await load(eventStore, foldCache, webhookMessage, messageId)
  if (message.kind === 'absent') throw new Error(`there is no webhook message ${messageId}`)
  const { organisationId, endpointId } = message
  const recorded = message.deliveries[deliveryId]
  // It was made, and this worker's predecessor died before it could say so.
  if (recorded !== undefined && recorded.attempts >= attempt) return resultOf(recorded)
  const { state: configured } = await load(eventStore, foldCache, webhooks, organisationId)
  const endpoint = endpointIn(configured, endpointId)
  const secrets = endpoint === undefined ? [] : await secretsOf(endpoint, tools.services)
  // Nothing is sent that its receiver could not tell from what others make up.
  const isGoneHere = endpoint === undefined || secrets.length === 0
  if (isGoneHere || endpoint.disabled !== undefined) {
    const reason = isGoneHere ? 'ENDPOINT_DELETED' : 'ENDPOINT_DISABLED'
    const abandon = { type: 'Abandon', messageId, deliveryId, reason } as const
    await changeAs(tools, webhookMessage, messageId, abandon)
    return { type: 'refused', code: reason, detail: 'Nothing is sent to the endpoint any more.' }
  }
  const { outcome, latencyMs, retryAfterSeconds } = await post(
    message,
    messageId,
    { url: endpoint.url, secrets },
    tools,
  )
  const record = {
    type: 'RecordAttempt',
    messageId,
    deliveryId,
    attempt,
    latencyMs,
    outcome,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  } as const
  const kept = await changeAs(tools, webhookMessage, messageId, record)
  if (kept.type !== 'succeeded') return kept
  const { state: after } = await load(eventStore, foldCache, webhookMessage, messageId)
  const now = after.kind === 'existing' ? after.deliveries[deliveryId] : undefined
  if (now?.standing === 'DELIVERED' && endpoint.givenUp > 0)
    await changeAs(beside(tools, 'recover'), webhooks, organisationId, {
      type: 'Recover',
      organisationId,
      endpointId,
    })
  if (now === undefined) throw new Error(`there is no delivery ${deliveryId}`)
  return now.standing === 'GIVEN_UP'
    ? came({ came: 'FAILED', gone: isGone(outcome) })
    : resultOf(now)
}

const resultOf = ({ standing, retryAt }: ExistingMessage['deliveries'][string]): EffectOutcome => {
  if (standing === 'DELIVERED') return came({ came: 'DELIVERED' })
  return retryAt === undefined
    ? came({ came: 'FAILED', gone: false })
    : came({ came: 'LATER', at: retryAt })
}

/** Of each process: an endpoint has so many requests under way from it, and so many in line. */
const limits = { atOnce: 4, waiting: 40 }

const perform = (lanes: Lanes): Performers<DeliveryEffect> => ({
  attempt: async (effect, tools) => {
    const { eventStore, foldCache, clock } = tools.services
    const { state } = await load(eventStore, foldCache, webhookMessage, effect.messageId)
    const lane = state.kind === 'existing' ? state.endpointId : effect.messageId
    const done = await lanes.run(lane, () => attemptOnce(effect, tools))
    if (done !== 'busy') return done
    return came({ came: 'BUSY', at: instantOf(clock.now().getTime() + busyMs) })
  },
  giveUp: async ({ messageId, deliveryId, gone }, tools) => {
    const { eventStore, foldCache } = tools.services
    const { state } = await load(eventStore, foldCache, webhookMessage, messageId)
    if (state.kind === 'absent') throw new Error(`there is no webhook message ${messageId}`)
    const { organisationId, endpointId } = state
    const of = { organisationId, endpointId }
    const outcome = await changeAs(
      tools,
      webhooks,
      organisationId,
      gone
        ? { type: 'Disable', ...of, reason: 'GONE' }
        : { type: 'GiveUp', ...of, messageId, deliveryId },
    )
    // Whoever deleted the endpoint needs to know nothing of it.
    return outcome.type === 'refused' && outcome.code === 'NOT_FOUND' ? succeeded() : outcome
  },
})

export const performDeliveryEffects: Performers<DeliveryEffect> = perform(createLanes(limits))
