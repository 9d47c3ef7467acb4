import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid } from '../core/errors.ts'
import type { SetupIntent } from '../core/stored.ts'
import type { Answer } from '../core/world.ts'
import { operation, type Manner } from '../http/operation.ts'
import { bool, expand, metadata, text } from '../http/params.ts'
import { actionFor } from './confirm.ts'
import { attachTo, cardBehind, methodOf } from './customers.ts'
import { declineError } from './decline.ts'

/** The card is saved, and may be charged without its owner if that is what it is saved for. */
export const finishSetup = (draft: Draft, intent: SetupIntent): SetupIntent => {
  const method = draft.get('payment_method', intent.payment_method ?? '')
  if (intent.customer !== null) attachTo(draft, method, intent.customer)
  draft.put(draft.get('payment_method', method.id), {
    ...draft.hidden(method.id),
    authenticated: intent.usage === 'off_session',
  })
  const done = draft.put({ ...intent, status: 'succeeded', next_action: null })
  draft.emit('setup_intent.succeeded', done)
  return done
}

export const failSetup = (
  draft: Draft,
  intent: SetupIntent,
  error: ReturnType<typeof declineError>,
): Answer => {
  const failed = draft.put({
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: error,
  })
  draft.emit('setup_intent.setup_failed', failed)
  return { status: 402, body: { error: { ...error, setup_intent: failed } } }
}

const confirmSetup = (
  draft: Draft,
  intent: SetupIntent,
  manner: Manner,
  origin: string,
  returnUrl: string | undefined,
): Answer | object => {
  const card = cardBehind(draft, intent.payment_method ?? '')
  if (manner.decline !== undefined || (card.decline !== undefined && card.refusesSaving === true))
    return failSetup(draft, intent, declineError(card.decline, manner.decline))
  if (card.authentication === undefined && manner.requireAction !== true)
    return finishSetup(draft, intent)
  const asking = draft.put({
    ...intent,
    status: 'requires_action',
    next_action: actionFor(intent.id, 'setup_intents', origin, returnUrl),
  })
  draft.emit('setup_intent.requires_action', asking)
  return asking
}

export const setupIntentOperations = [
  operation(
    'setup_intents.create',
    'POST',
    '/v1/setup_intents',
    z.strictObject({
      customer: text.optional(),
      payment_method: text.optional(),
      allowed_payment_method_types: z.array(z.literal('card')).optional(),
      confirm: bool.optional(),
      usage: z.enum(['off_session', 'on_session']).optional(),
      return_url: text.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    (draft, params, { manner, origin }) => {
      if (params.customer !== undefined) draft.get('customer', params.customer)
      const method =
        params.payment_method === undefined ? undefined : methodOf(draft, params.payment_method)
      const id = draft.id('seti')
      const intent: SetupIntent = {
        id,
        object: 'setup_intent',
        created: draft.now,
        metadata: params.metadata ?? {},
        status: method === undefined ? 'requires_payment_method' : 'requires_confirmation',
        client_secret: draft.secret(id),
        customer: params.customer ?? null,
        payment_method: method?.id ?? null,
        payment_method_types: ['card'],
        next_action: null,
        last_setup_error: null,
        usage: params.usage ?? 'off_session',
        livemode: false,
      }
      draft.emit('setup_intent.created', draft.put(intent))
      return params.confirm === true && method !== undefined
        ? confirmSetup(draft, intent, manner, origin, params.return_url)
        : intent
    },
  ),
  operation(
    'setup_intents.confirm',
    'POST',
    '/v1/setup_intents/:id/confirm',
    z.strictObject({
      payment_method: text.optional(),
      return_url: text.optional(),
      expand: expand.optional(),
    }),
    (draft, params, { id, manner, origin }) => {
      const intent = draft.get('setup_intent', id)
      const wanted = params.payment_method ?? intent.payment_method
      if (['succeeded', 'canceled'].includes(intent.status) || wanted === null)
        throw invalid('You cannot confirm this SetupIntent in its state.', {
          code: 'setup_intent_unexpected_state',
        })
      const chosen = { ...intent, payment_method: methodOf(draft, wanted).id }
      return confirmSetup(draft, chosen, manner, origin, params.return_url)
    },
  ),
  operation(
    'setup_intents.get',
    'GET',
    '/v1/setup_intents/:id',
    z.strictObject({ expand: expand.optional(), client_secret: text.optional() }),
    (draft, _, { id }) => draft.get('setup_intent', id),
  ),
]
