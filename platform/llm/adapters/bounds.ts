import type { CompletionRequest } from '../port.ts'

/**
 * Never fewer than any vendor counts: their tokenizers work on bytes, and a token is one byte or more. Usual texts have a
 * quarter as many tokens; the difference is held during the call, and given back after it.
 */
export const mostTokens = (text: string): number => Buffer.byteLength(text, 'utf8')

/** What stands around a message, and around all of them: roles, separators, the beginning of the answer. */
const perMessage = 16
const perRequest = 64
/** What a vendor says to its model about a schema, beside the schema. */
const perSchema = 512

export const mostTokensIn = ({
  messages,
  responseSchema,
}: Pick<CompletionRequest, 'messages' | 'responseSchema'>): number =>
  perRequest +
  messages.reduce((sum, { content }) => sum + perMessage + mostTokens(content), 0) +
  (responseSchema === undefined ? 0 : perSchema + mostTokens(JSON.stringify(responseSchema)))
