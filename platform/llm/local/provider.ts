import { failedFree, givenUp } from '../failed.ts'
import type { CompletionRequest, LlmProvider } from '../port.ts'
import { answerOf } from './answer.ts'
import { embedLocally } from './embedder.ts'
import type { LocalRule } from './rule.ts'
import { countTokens, firstTokens, tokensOf } from './tokens.ts'

/** What a message counts beyond its text: who says it. */
const perMessage = 2

const tokensInOf = ({
  messages,
  responseSchema,
}: Pick<CompletionRequest, 'messages' | 'responseSchema'>): number =>
  messages.reduce((sum, { content }) => sum + perMessage + countTokens(content), 0) +
  (responseSchema === undefined ? 0 : countTokens(JSON.stringify(responseSchema)))

const isAborted = (signal: AbortSignal | undefined): signal is AbortSignal =>
  signal?.aborted === true

/** Piece by piece, as models do, until the caller wants no more. */
const speak = async (
  text: string,
  onText: (delta: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> => {
  let spoken = 0
  for (const { end } of tokensOf(text)) {
    if (isAborted(signal)) return
    onText(text.slice(spoken, end))
    spoken = end
    await Promise.resolve()
  }
  if (spoken < text.length) onText(text.slice(spoken))
}

/**
 * The provider that is always there: deterministic, in this process, by rules. It asks nobody, so it is never away; what it
 * counts, and what its routes cost, is accounted as everybody else's.
 */
export const createLocalProvider = (
  name: string,
  { rules }: { readonly rules?: readonly LocalRule[] } = {},
): LlmProvider => ({
  name,
  complete: async (request, onText) => {
    const began = performance.now()
    const { signal } = request
    if (isAborted(signal)) return givenUp(signal, 'NOTHING')
    const answer = answerOf(request, rules)
    if (answer.kind === 'none') return failedFree('INVALID_REQUEST', answer.why)
    const text = firstTokens(answer.text, request.maxOutputTokens)
    const timeToFirstTokenMs = performance.now() - began
    if (onText !== undefined) await speak(text, onText, signal)
    if (isAborted(signal)) return givenUp(signal, 'NOTHING')
    return {
      kind: 'completed',
      text,
      finish: text === answer.text ? 'STOP' : 'LENGTH',
      usage: { tokensIn: tokensInOf(request), tokensOut: countTokens(text) },
      timeToFirstTokenMs,
    }
  },
  embed: ({ inputs, signal }) =>
    Promise.resolve(
      isAborted(signal)
        ? givenUp(signal, 'NOTHING')
        : {
            kind: 'embedded',
            vectors: inputs.map(embedLocally),
            usage: {
              tokensIn: inputs.reduce((sum, input) => sum + countTokens(input), 0),
              tokensOut: 0,
            },
          },
    ),
  countTokens: (_, text) => countTokens(text),
  maxTokensIn: tokensInOf,
})
