import type { Completed, CompletionRequest, EmbeddingRequest, Failed, Usage } from '../port.ts'

/** A part of an answer: what a vendor told by it. The last finish and the last counts are those that hold. */
export type Piece = {
  readonly text?: string | undefined
  readonly finish?: Completed['finish'] | undefined
  readonly tokensIn?: number | undefined
  readonly tokensOut?: number | undefined
}

export type Vectors = {
  readonly vectors: readonly (readonly number[])[]
  readonly usage: Usage | undefined
}

type Asked<Request> = Omit<Request, 'signal'>

/**
 * A vendor's HTTP, as its own client speaks it. These throw what the client throws, and `Unreadable` for an answer that is
 * not what was agreed; `failureOf` says what it means. Clients try nothing twice: who asks again is decided with the budget.
 */
export type Vendor = {
  readonly whole: (request: Asked<CompletionRequest>, signal: AbortSignal) => Promise<Piece>
  readonly pieces: (request: Asked<CompletionRequest>, signal: AbortSignal) => AsyncIterable<Piece>
  readonly embed: (request: Asked<EmbeddingRequest>, signal: AbortSignal) => Promise<Vectors>
  readonly failureOf: (error: unknown) => Failed
}

/** What the vendor answered is not what its interface says. The message holds nothing of the answer. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/** The vendor cannot be asked for this at all. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered'
}
