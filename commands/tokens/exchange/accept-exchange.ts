import { z } from 'zod'
import { unconditionalCredit } from '../../../domain/billing/wallet/burn-order.ts'
import { insufficientFunds, walletInDebt } from '../../../domain/billing/wallet/transaction.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { amountOf, type Money } from '../../../domain/shared/money.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { exchange } from '../../../domain/tokens/exchange/exchange.ts'
import { refusedTreasurer } from '../../billing/wallet/own-wallet.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { exchangeAnswer } from './exchange-answer.ts'

/** Takes a quote at its price, while it holds. Both wallets book it next. */
export const acceptExchange = defineCommand({
  name: 'tokens.accept-exchange',
  input: z.strictObject({ exchangeId: Id }),
  scope: 'tokens:write',
  run: async ({ exchangeId }, tools) => {
    const before = await tools.answered(exchange, exchangeId)
    if (before !== undefined) return exchangeAnswer(before)
    const { state } = await tools.load(exchange, exchangeId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('exchange')
    const { organisation, sold, status } = state
    const refused =
      (await refusedTreasurer(tools, organisation)) ??
      (status === 'QUOTED' ? await unpaid(tools, organisation, sold) : undefined)
    if (refused !== undefined) return refused
    const command = { type: 'AcceptExchange', exchangeId } as const
    return exchangeAnswer(await tools.change(exchange, exchangeId, command))
  },
})

/** Said at once; when the wallet books it, it decides again. */
const unpaid = async (
  { load }: CommandTools,
  organisation: string,
  sold: Money,
): Promise<Rejection | undefined> => {
  const { state } = await load(wallet, walletIdOf(organisation, sold.asset))
  if (state.debt > 0n) return walletInDebt(state.debt, sold.asset)
  const there = unconditionalCredit(state)
  return amountOf(sold) > there ? insufficientFunds(there, amountOf(sold), sold.asset) : undefined
}
