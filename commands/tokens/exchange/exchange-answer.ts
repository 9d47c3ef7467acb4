import { z } from 'zod'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { Money } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Exchange } from '../../../domain/tokens/exchange/exchange.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'

export const ExchangeAnswer = z.object({
  exchangeId: Id,
  status: z.enum(['QUOTED', 'ACCEPTED', 'COMPLETED', 'FAILED']),
  sold: Money.describe('What is given, the fee in it'),
  fee: Money,
  bought: Money,
  price: z.string().max(40).describe('Of one QVT, in whole units of the money'),
  expiresAt: z.iso.datetime(),
})
export type ExchangeAnswer = z.output<typeof ExchangeAnswer>

export const viewOf = (state: Extract<Exchange, { kind: 'exchange' }>): ExchangeAnswer => {
  const { exchangeId, status, sold, fee, bought, price, expiresAt } = state
  return { exchangeId, status, sold, fee, bought, price, expiresAt }
}

export const exchangeAnswer = (
  changed: ChangeResult<Exchange>,
): Completed<ExchangeAnswer> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  return changed.state.kind === 'absent'
    ? notFound('exchange')
    : { answer: viewOf(changed.state), changed }
}
