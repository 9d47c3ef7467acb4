import type { LlmMessage } from '../../domain/agents/prompts/prompt.ts'
import type { ModelRoute } from '../../domain/agents/routing/route.ts'
import type { Json } from '../../domain/shared/json.ts'
import type { GuardStatus } from '../providers/guard.ts'

export type CompletionRequest = {
  /** The same for every repetition of one attempt; it goes to the vendor where the vendor takes one. */
  readonly requestId: string
  /** The provider's own name of it. */
  readonly model: string
  readonly messages: readonly LlmMessage[]
  readonly maxOutputTokens: number
  readonly temperature?: number
  /** JSON Schema of the answer. Whether a model obeys it its route says (JSON_SCHEMA). */
  readonly responseSchema?: Json
  /** What it was rendered from: the local provider answers by it. */
  readonly prompt?: {
    readonly template: string
    readonly version: number
    readonly variables: Json
  }
  readonly signal?: AbortSignal
}

export type EmbeddingRequest = {
  readonly requestId: string
  readonly model: string
  readonly inputs: readonly string[]
  readonly signal?: AbortSignal
}

/** As the provider counted. */
export type Usage = { readonly tokensIn: number; readonly tokensOut: number }

export const failureReasons = [
  'RATE_LIMITED',
  'OVERLOADED',
  'UNAVAILABLE',
  'TIMEOUT',
  'MALFORMED',
  'REFUSED',
  'UNAUTHORISED',
  'CONTEXT_TOO_LONG',
  'INVALID_REQUEST',
  'CANCELLED',
] as const
/** CANCELLED: the caller's own signal. REFUSED: the provider would not answer this, and another may. */
export type FailureReason = (typeof failureReasons)[number]

export type Failed = {
  readonly kind: 'failed'
  readonly reason: FailureReason
  /** For people; it never holds a key. */
  readonly message: string
  readonly retryAfterMs?: number
  /** UNKNOWN: the provider may have worked, and may ask to be paid. */
  readonly charged: 'NOTHING' | 'UNKNOWN'
}

export type Completed = {
  readonly kind: 'completed'
  readonly text: string
  readonly finish: 'STOP' | 'LENGTH' | 'FILTERED'
  readonly usage: Usage
  /** Without streaming: the time to the whole answer. */
  readonly timeToFirstTokenMs: number
}

export type CompletionOutcome = Completed | Failed

export type EmbeddingOutcome =
  | {
      readonly kind: 'embedded'
      /** In the order of the inputs. */
      readonly vectors: readonly (readonly number[])[]
      readonly usage: Usage
    }
  | Failed

/** Who answers prompts. Nothing here throws or rejects for what a provider answers, or does not. */
export type LlmProvider = {
  readonly name: string
  /** Streams when `onText` is given; what was streamed is the beginning of the outcome's text, whatever the end. */
  readonly complete: (
    request: CompletionRequest,
    onText?: (delta: string) => void,
  ) => Promise<CompletionOutcome>
  readonly embed: (request: EmbeddingRequest) => Promise<EmbeddingOutcome>
  /** Never fewer than the provider will count. */
  readonly countTokens: (model: string, text: string) => number
  /** The same for all that a request says: texts, who says them, and the schema. */
  readonly maxTokensIn: (
    request: Pick<CompletionRequest, 'model' | 'messages' | 'responseSchema'>,
  ) => number
}

export type LlmPort = {
  readonly routes: readonly ModelRoute[]
  readonly provider: (name: string) => LlmProvider | undefined
  /** Of every provider, in the order of the settings: whether it is asked at present. */
  readonly health: () => readonly (GuardStatus & { readonly provider: string })[]
  readonly close: () => void
}
