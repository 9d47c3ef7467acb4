import type { Reply, Seen } from '../server.ts'

export type Told = {
  readonly pieces: readonly string[]
  readonly finish: 'STOP' | 'LENGTH' | 'FILTERED'
  /** Absent: the vendor forgets to count. */
  readonly usage?: { readonly tokensIn: number; readonly tokensOut: number }
}

/** What goes wrong, in the vendor's own way of saying it. */
export type Trouble =
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'BUSY'
  | 'BROKEN'
  | 'UNAUTHORISED'
  | 'FORBIDDEN'
  | 'TOO_LONG'
  | 'INVALID'

/** What a request said, whatever the vendor calls it. */
export type Asked = {
  readonly key: string | undefined
  readonly model: unknown
  readonly system: unknown
  readonly user: unknown
  readonly maxTokens: unknown
  readonly schema: unknown
  readonly streams: boolean
}

/** How a vendor speaks HTTP, as its documentation has it. */
export type Speech = {
  readonly name: string
  /** Of the settings, for a server at the address. */
  readonly provider: (url: string) => Readonly<Record<string, unknown>>
  readonly asked: (seen: Seen) => Asked
  readonly whole: (told: Told) => Reply
  readonly stream: (told: Told) => Reply
  readonly trouble: (trouble: Trouble, words: string) => Reply
  /** An error in the middle of a stream. */
  readonly streamTrouble: () => Buffer
  /** A part of a stream that nobody can read. */
  readonly streamNonsense: () => Buffer
  /** Absent: the vendor has no embeddings. */
  readonly embeddings?: {
    readonly model: string
    readonly replies: (vectors: readonly (readonly number[])[], tokens: number) => Reply
    /** Inputs of one request. */
    readonly atOnce: number
  }
}

export const json = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: [Buffer.from(JSON.stringify(value))],
  end: 'END',
})

export const events = (body: readonly Buffer[]): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body,
  end: 'END',
})
