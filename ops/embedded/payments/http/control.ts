import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid, missing } from '../core/errors.ts'
import type { Simulator } from '../core/simulator.ts'
import { FaultOrder } from '../faults/fault.ts'
import type { FaultPlan } from '../faults/plan.ts'
import { charge, refuse, settle } from '../objects/confirm.ts'
import { onboard, restrict, settlePayout } from '../objects/connect.ts'
import { decideDispute, openDispute } from '../objects/disputes.ts'
import { failRefund, finishRefund } from '../objects/refunds.ts'
import { failSetup, finishSetup } from '../objects/setup-intents.ts'
import type { Deliveries } from '../webhooks/deliver.ts'

/** What only the simulator has: orders for faults, and the deeds of customers, banks and sellers. */
export type Control = (method: string, path: string, body: unknown) => Promise<object>

type Parts = {
  readonly simulator: Simulator
  readonly plan: FaultPlan
  readonly deliveries: Deliveries
}

const authenticationFailed = {
  type: 'card_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
} as const

/** The customer answers their bank's question. */
export const authenticate = (draft: Draft, id: string, agreed: boolean): object => {
  const setup = draft.find('setup_intent', id)
  if (setup !== undefined) {
    if (setup.status !== 'requires_action') throw invalid('Nothing was asked.')
    return agreed
      ? finishSetup(draft, setup)
      : failSetup(draft, setup, {
          ...authenticationFailed,
          code: 'setup_intent_authentication_failure',
        })
  }
  const intent = draft.get('payment_intent', id)
  if (intent.status !== 'requires_action') throw invalid('Nothing was asked.')
  return agreed ? charge(draft, intent, {}) : refuse(draft, intent, authenticationFailed)
}

const Webhook = z.strictObject({ url: z.url(), secret: z.string().min(8) })
const Verdict = z.strictObject({ agreed: z.boolean() })

const deeds: Readonly<Record<string, (draft: Draft, id: string, body: unknown) => object>> = {
  authenticate: (draft, id, body) => authenticate(draft, id, Verdict.parse(body).agreed),
  /** The bank answers at last. */
  answer: (draft, id, body) => {
    const intent = draft.get('payment_intent', id)
    if (intent.status !== 'processing') throw invalid('No bank is asked.')
    return Verdict.parse(body).agreed
      ? settle(draft, intent, undefined)
      : refuse(draft, intent, {
          type: 'card_error',
          code: 'card_declined',
          decline_code: 'generic_decline',
          message: 'Your card was declined.',
        })
  },
  dispute: (draft, id) => {
    const intent = draft.get('payment_intent', id)
    const disputed = draft.get('charge', intent.latest_charge ?? '')
    if (!disputed.captured) throw invalid('Nothing was captured.')
    const amount = disputed.amount_captured - disputed.amount_refunded
    if (amount < 1) throw invalid('Everything was refunded.')
    return openDispute(draft, disputed, { reason: 'fraudulent', inquiry: false, amount })
  },
  decide: (draft, id, body) =>
    decideDispute(draft, draft.get('dispute', id), Verdict.parse(body).agreed),
  refund: (draft, id, body) => {
    const refund = draft.get('refund', id)
    return Verdict.parse(body).agreed ? finishRefund(draft, refund) : failRefund(draft, refund)
  },
  onboard: (draft, id, body) => {
    const account = draft.get('account', id)
    return Verdict.parse(body).agreed ? onboard(draft, account) : restrict(draft, account)
  },
  /** What becomes of this payout, or of all payouts of an account: `failure` is the bank's code; without one they arrive. */
  payouts: (draft, id, body) => {
    const { failure } = z.strictObject({ failure: z.string().exactOptional() }).parse(body)
    const object = draft.find('payout', id) ?? draft.get('account', id)
    const { payoutFailure: _, ...rest } = draft.hidden(id)
    draft.put(object, failure === undefined ? rest : { ...rest, payoutFailure: failure })
    return object
  },
  settle: (draft, id) => settlePayout(draft, draft.get('payout', id)),
}

export const createControl =
  ({ simulator, plan, deliveries }: Parts): Control =>
  async (method, path, body) => {
    const { world } = simulator
    const [what = '', id = '', deed = ''] = path.split('/')
    switch (`${method} ${what}`) {
      case 'PUT webhook':
        await simulator.write({ settings: { ...world.settings, webhook: Webhook.parse(body) } })
        return { configured: true }
      case 'POST faults':
        plan.add(FaultOrder.parse(body))
        return { faults: plan.left() }
      case 'DELETE faults':
        plan.clear()
        return { faults: [] }
      case 'GET faults':
        return { faults: plan.left() }
      case 'POST clock': {
        const { seconds } = z.strictObject({ seconds: z.int().min(1) }).parse(body)
        const offset = world.settings.clockOffsetSeconds + seconds
        await simulator.write({ settings: { ...world.settings, clockOffsetSeconds: offset } })
        await simulator.tick()
        return { clockOffsetSeconds: offset }
      }
      case 'POST flush':
        await deliveries.flush()
        return { undelivered: world.undelivered.size }
      case 'GET books':
        return {
          objects: [...world.objects.values()],
          events: [...world.events.values()].map((event) => ({
            ...event,
            delivered: !world.undelivered.has(event.id),
          })),
        }
      case 'POST objects': {
        const run = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined
        if (run === undefined) throw missing('deed', deed)
        return simulator.commit((draft) => run(draft, id, body))
      }
      default:
        throw missing('page', path)
    }
  }
