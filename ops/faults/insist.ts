import { setTimeout as pause } from 'node:timers/promises'
import { Refused, type Answer } from '../client/http-client.ts'

/** What became of a command: answered, or refused for good. */
export type Verdict =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refused }

/** How often what stood in the way of an answer. */
export type Tally = Map<string, number>

const count = (tally: Tally, what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

const passing: ReadonlySet<string> = new Set(['COMMAND_IN_PROGRESS', 'RATE_LIMITED'])
const isFinal = (error: unknown): error is Refused =>
  error instanceof Refused && error.status < 500 && !passing.has(error.code)

const longestMs = 20_000
const betweenMs = 150

const within = async (ms: number, attempt: Promise<Answer>): Promise<Answer> => {
  const late = new AbortController()
  const deadline = async (): Promise<never> => {
    await pause(ms, undefined, { signal: late.signal })
    throw new Error('no answer in time')
  }
  attempt.catch(() => undefined)
  try {
    return await Promise.race([attempt, deadline()])
  } finally {
    late.abort()
  }
}

const nameOf = (error: unknown): string => {
  if (error instanceof Refused) return `${error.status} ${error.code}`
  return error instanceof Error && error.message === 'no answer in time'
    ? 'no answer in time'
    : 'connection lost'
}

export type Insistence = {
  readonly tally: Tally
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * Sends the same command under the same key until it is answered, as a client of a hub must that loses the connection:
 * a lost answer is no answer, and 5xx means "ask again". The first answer may be turned away from after `impatientMs`.
 * Throws when the signal comes.
 */
export const insist = async (
  attempt: () => Promise<Answer>,
  { tally, signal }: Insistence,
  impatientMs = longestMs,
): Promise<Verdict> => {
  for (let ms = impatientMs; ; ms = longestMs) {
    signal.throwIfAborted()
    try {
      return { kind: 'answered', answer: await within(ms, attempt()) }
    } catch (error) {
      if (isFinal(error)) return { kind: 'refused', refusal: error }
      count(tally, nameOf(error))
    }
    await pause(betweenMs)
  }
}
