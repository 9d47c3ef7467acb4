import { z } from 'zod'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { tokenPayment } from '../../../domain/tokens/payments/token-payment.ts'
import type { ExistingTokenPayment } from '../../../domain/tokens/payments/token-payment-state.ts'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { readAuthorisation } from '../../../platform/chain/payments/authorisation.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import { chainOf } from '../addresses/chain-of.ts'
import { termsOf } from './terms.ts'

/**
 * Takes the payer's signature under what a payment in tokens may cost at most. The escrow takes the maximum by it, once; what
 * was not used comes back when the rest is captured.
 */
export const authorisePayment = defineCommand({
  name: 'tokens.authorise-payment',
  input: z.strictObject({
    paymentId: Id,
    /** Of the text that `refreshPayment` answers: 65 bytes in hex, or the 64 of EIP-2098. */
    signature: z.string().regex(/^0x(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/),
  }),
  scope: 'tokens:write',
  run: async ({ paymentId, signature }, tools) => {
    const onChainId = contractIdOf(paymentId)
    const { state } = await tools.load(tokenPayment, onChainId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('payment in tokens')
    const port = chainOf(tools.services, state.chain)
    if (isRejection(port)) return port
    const read = readAuthorisation(port.settings, termsOf(state), signature)
    if (read === undefined)
      return reject('PAYMENT_SIGNATURE_INVALID', 'Another key has signed, or another text.')
    const poor = state.stage === 'OPEN' ? await shortOf(port, state) : undefined
    if (poor !== undefined) return poor
    const changed = await tools.change(tokenPayment, onChainId, {
      type: 'SignTokenPayment',
      signature: read,
      user: tools.context.actor.id,
    })
    return 'stream' in changed ? { answer: { paymentId }, changed } : changed
  },
})

/** Told before the chain would; where the chain does not answer it tells later. */
const shortOf = async (
  port: ChainPort,
  { payer, amount, asset }: ExistingTokenPayment,
): Promise<Rejection | undefined> => {
  const found = await readContract(port, 'QVT', 'balanceOf', [payer])
  const [balance] = found.kind === 'found' ? found.value : []
  return balance === undefined || BigInt(balance) >= amount
    ? undefined
    : reject(
        'INSUFFICIENT_FUNDS',
        `The address has ${balance} minor units of ${asset}; ${amount.toString()} are needed.`,
      )
}
