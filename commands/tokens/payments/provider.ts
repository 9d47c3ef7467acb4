import { instantOf } from '../../../domain/shared/instant.ts'
import { amountOf } from '../../../domain/shared/money.ts'
import {
  tokenPayment,
  type TokenPaymentCommand,
} from '../../../domain/tokens/payments/token-payment.ts'
import type {
  ExistingTokenPayment,
  TokenRefund,
} from '../../../domain/tokens/payments/token-payment-state.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import type { ProviderPayment } from '../../../platform/payments/objects.ts'
import type { Found, Outcome, RefusalCode } from '../../../platform/payments/outcome.ts'
import { ProviderUnanswered, type PaymentDesk } from '../../../platform/payments/port.ts'
import { change } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { shownPayment, shownRefund } from './shown-payment.ts'
import { holdSeconds } from './terms.ts'

type Tools = { readonly services: Services; readonly context: CommandContext }

const none: Found<never> = { kind: 'absent' }
const never = { kind: 'didNotHappen' } as const
const refused = (code: RefusalCode, detail: string): Outcome<never> => ({
  ...never,
  refusal: { code, detail, retriable: false },
})

/**
 * The escrow on a chain where others have a provider of cards: what is asked of it goes on record, a saga calls the contract,
 * and what it shows follows from entries that are final. Nothing here is ever unknown, and no key is ever forgotten.
 */
export const tokenDesk = ({ services, context }: Tools): PaymentDesk => {
  const { eventStore, foldCache, chains, clock, secrets } = services
  const stateOf = async (id: string): Promise<ExistingTokenPayment | undefined> => {
    const { state } = await load(eventStore, foldCache, tokenPayment, id)
    return state.kind === 'absent' ? undefined : state
  }
  const found = async (id: string): Promise<Found<ProviderPayment>> => {
    const state = await stateOf(id)
    return state === undefined ? none : { kind: 'found', value: shownPayment(state, chains) }
  }
  const tell = async <Shown>(
    id: string,
    command: TokenPaymentCommand,
    show: (state: ExistingTokenPayment) => Shown,
  ): Promise<Outcome<Shown>> => {
    const commandId = derivedId(context.commandId, 'escrow', id)
    const inputHash = inputHashOf(secrets.inputHashKey, `tokenPayment.${command.type}`, id)
    const own = { ...context, commandId }
    const changed = await change(services, own, inputHash, tokenPayment, id, command)
    if ('rejected' in changed) return refused('STATE_CONFLICT', changed.detail)
    // Somebody else was faster, or the log does not answer: the same may be asked again.
    if ('code' in changed) throw new ProviderUnanswered(`${changed.code}: ${changed.detail}`)
    return changed.state.kind === 'absent'
      ? refused('NOT_FOUND', 'There is no such payment at the escrow.')
      : { kind: 'pending', value: show(changed.state) }
  }
  const shown = (state: ExistingTokenPayment) => shownPayment(state, chains)
  return {
    keySeconds: Number.MAX_SAFE_INTEGER,
    payments: {
      create: async ({ paymentId, organisation, amount, methodId = '' }) => {
        const [chain = '', payer = ''] = methodId.split('.')
        if (!chains.has(chain))
          return refused('INVALID_REQUEST', `The hub is not on the chain ${chain}.`)
        const onChainId = contractIdOf(paymentId)
        // Whole seconds: the contract counts in them.
        const now = Math.floor(clock.now().getTime() / 1_000)
        const validBefore = instantOf((now + holdSeconds) * 1_000)
        const wish = { paymentId, onChainId, organisation, chain, payer, amount, validBefore }
        return tell(onChainId, { type: 'OpenTokenPayment', ...wish }, shown)
      },
      // The payer confirms by signing; there is nothing to be said in their place.
      confirm: async ({ id }) => {
        const state = await stateOf(id)
        return state === undefined
          ? refused('NOT_FOUND', 'There is no such payment at the escrow.')
          : { kind: 'pending', value: shown(state) }
      },
      capture: ({ id, amount }) =>
        tell(id, { type: 'RequestCapture', amount: amountOf(amount) }, shown),
      cancel: ({ id }) => tell(id, { type: 'RequestClosing', reason: 'CANCELLED' }, shown),
      get: found,
      find: ({ paymentId }) => found(contractIdOf(paymentId)),
    },
    refunds: {
      create: ({ refundId, providerPaymentId, amount }) =>
        tell(
          providerPaymentId,
          {
            type: 'RequestRefund',
            ...{ refundId, onChainRefundId: contractIdOf(refundId) },
            amount: amountOf(amount),
          },
          (state) => shownRefund(state, refundIn(state, refundId)),
        ),
      find: async ({ refundId, providerPaymentId }) => {
        const state = await stateOf(providerPaymentId)
        const refund = state?.refunds.find((each) => each.refundId === refundId)
        return state === undefined || refund === undefined
          ? none
          : { kind: 'found', value: shownRefund(state, refund) }
      },
      list: async (providerPaymentId) => {
        const state = await stateOf(providerPaymentId)
        return state === undefined
          ? none
          : { kind: 'found', value: state.refunds.map((each) => shownRefund(state, each)) }
      },
    },
    // Nobody takes back what the chain has as final.
    disputes: { list: () => Promise.resolve({ kind: 'found', value: [] }) },
  }
}

const refundIn = ({ refunds }: ExistingTokenPayment, refundId: string): TokenRefund => {
  const refund = refunds.find((each) => each.refundId === refundId)
  if (refund === undefined) throw new Error(`refund ${refundId} is not on record`)
  return refund
}
