import { z } from 'zod'
import { recordUsage } from '../../../commands/billing/metering/record-usage.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { category } from '../../../domain/agents/calls/call.ts'
import { succeeded, type Performers } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { Saga } from '../../runtime/saga.ts'

const Used = z.object({
  organisation: z.string(),
  attemptId: z.string(),
  tokensIn: z.int(),
  tokensOut: z.int(),
  at: z.string(),
})

/** The name is stored: it never changes. */
export type CallMeteringEffect = { readonly kind: 'meterTokens' } & z.output<typeof Used>

/**
 * Tokens that no budget paid for are usage: they go to the meters of language models, under the attempt's id, and are billed
 * with the rest of the month. What a budget paid for is not here, so nothing is charged twice.
 */
export const callMetering: Saga<null, CallMeteringEffect> = {
  name: 'callMetering',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: { LlmAttemptSucceeded: { starts: 'attemptId', where: { paidBy: 'USAGE' } } },
  mayRest: false,
  initial: null,
  evolve: (state) => state,
  decide: (message) => {
    switch (message.type) {
      case 'input':
        return [
          { do: 'request', effect: { kind: 'meterTokens', ...Used.parse(message.input.data) } },
        ]
      case 'succeeded':
        return [{ do: 'end', outcome: 'METERED' }]
      case 'refused':
      case 'unknown':
        return [{ do: 'end', outcome: 'NOT_METERED' }]
      case 'timer':
        return []
    }
  },
}

export const performCallMeteringEffects: Performers<CallMeteringEffect> = {
  meterTokens: async (
    { organisation, attemptId, tokensIn, tokensOut, at: occurredAt },
    { services, context },
  ) => {
    const used = { llm_tokens_in: tokensIn, llm_tokens_out: tokensOut }
    const events = Object.entries(used).flatMap(([meter, tokens]) =>
      tokens === 0
        ? []
        : {
            ...{ kind: 'USAGE', source: 'llm-calls', id: `${attemptId}:${meter}`, meter },
            ...{ value: tokens.toString(), occurredAt },
          },
    )
    if (events.length === 0) return succeeded()
    const outcome = await execute(services, recordUsage, { organisation, events }, context)
    if (outcome.kind === 'done') {
      const refused = outcome.answer.events.find((each) => each.outcome === 'REFUSED')
      return refused === undefined
        ? succeeded()
        : { type: 'refused', code: refused.code ?? '', detail: refused.detail ?? '' }
    }
    const { code, detail } = outcome.failure
    if (code === 'UNAVAILABLE' || code === 'CONCURRENT_CHANGE') throw new TryAgain(detail)
    return { type: 'refused', code, detail }
  },
}
