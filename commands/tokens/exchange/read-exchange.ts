import type { z } from 'zod'
import { exchange } from '../../../domain/tokens/exchange/exchange.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { viewOf, type ExchangeAnswer } from './exchange-answer.ts'

/** As fresh as the log. */
export const readExchange = (
  services: Services,
  context: CommandContext,
  exchangeId: string,
): Promise<ReadOutcome<z.output<typeof ExchangeAnswer>>> =>
  readAggregate(services, context, 'billing:read', exchange, exchangeId, (state) =>
    state.kind === 'absent' || !actsFor(context, state.organisation)
      ? notFound('exchange')
      : viewOf(state),
  )
