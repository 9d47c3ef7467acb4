import type { z } from 'zod'
import type { CallFacts } from '../../../domain/agents/calls/call-state.ts'
import type { Prompt } from '../../../domain/agents/prompts/prompt.ts'
import type { Money } from '../../../domain/shared/money.ts'
import type { Usage } from '../../../platform/llm/port.ts'

/** What a call came to. `unavailable` is no end: asked again under its id, the call goes on where it stands. */
export type CallOutcome<Answer = unknown> =
  | {
      readonly kind: 'completed'
      readonly callId: string
      readonly text: string
      readonly answer: Answer
      readonly usage: Usage
      /** Of all attempts, in the fine asset. */
      readonly cost: Money
      readonly routeId: string
      readonly cached: boolean
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number }

export const refused = (code: string, message: string) =>
  ({ kind: 'refused', code, message }) as const

/** Tokens of every attempt that is known to have used some. */
export const usageOf = ({ attempts }: CallFacts): Usage =>
  attempts.reduce(
    (sum, attempt) =>
      attempt.status === 'SUCCEEDED'
        ? {
            tokensIn: sum.tokensIn + attempt.tokensIn,
            tokensOut: sum.tokensOut + attempt.tokensOut,
          }
        : sum,
    { tokensIn: 0, tokensOut: 0 },
  )

/** What the prompt's form makes of an answer; text where it has none. */
export type AnswerOf<Of extends Prompt> = Of['answer'] extends z.ZodType
  ? z.output<Of['answer']>
  : string
