import { failedUnsettled, givenUp } from '../failed.ts'
import type { Completed, CompletionRequest, Failed, LlmProvider } from '../port.ts'
import { mostTokens, mostTokensIn } from './bounds.ts'
import { watchSilence, type Silence } from './silence.ts'
import type { Piece, Vendor } from './vendor.ts'

type Gathered = {
  readonly add: (piece: Piece) => void
  readonly text: () => string
  readonly outcome: (request: CompletionRequest) => Completed | undefined
}

/** Puts an answer together. Where the vendor did not count, the most that it can have been is what counts. */
const gather = (): Gathered => {
  const began = performance.now()
  let text = ''
  let firstMs: number | undefined
  let last: Omit<Piece, 'text'> = {}
  return {
    add: ({ text: more = '', ...told }) => {
      if (more !== '') firstMs ??= performance.now() - began
      text += more
      last = {
        finish: told.finish ?? last.finish,
        tokensIn: told.tokensIn ?? last.tokensIn,
        tokensOut: told.tokensOut ?? last.tokensOut,
      }
    },
    text: () => text,
    outcome: (request) =>
      last.finish === undefined
        ? undefined
        : {
            kind: 'completed',
            text,
            finish: last.finish,
            usage: {
              tokensIn: last.tokensIn ?? mostTokensIn(request),
              tokensOut: last.tokensOut ?? request.maxOutputTokens,
            },
            timeToFirstTokenMs: firstMs ?? performance.now() - began,
          },
  }
}

export type VendorProviderOptions = {
  readonly name: string
  readonly vendor: Vendor
  /** How long a stream may say nothing. */
  readonly silenceMs: number
}

export const createVendorProvider = ({
  name,
  vendor,
  silenceMs,
}: VendorProviderOptions): LlmProvider => {
  /** Who gave up, where somebody did: a client that was told to stop throws, or just ends. */
  const stopped = (caller: AbortSignal | undefined, silence?: Silence): Failed | undefined => {
    if (caller?.aborted === true) return givenUp(caller, 'UNKNOWN')
    return silence?.tooLong() === true
      ? failedUnsettled('TIMEOUT', `${name} said nothing for ${silenceMs / 1000} s`)
      : undefined
  }
  const brokenOff = failedUnsettled('UNAVAILABLE', `the answer of ${name} broke off`)

  const stream = async (
    { signal: caller, ...request }: CompletionRequest,
    onText: (delta: string) => void,
  ): Promise<Completed | Failed> => {
    const gathered = gather()
    const silence = watchSilence(silenceMs, caller)
    try {
      for await (const piece of vendor.pieces(request, silence.signal)) {
        silence.heard()
        gathered.add(piece)
        if (piece.text !== undefined && piece.text !== '') onText(piece.text)
      }
      return stopped(caller, silence) ?? gathered.outcome(request) ?? brokenOff
    } catch (error) {
      const failure = stopped(caller, silence) ?? vendor.failureOf(error)
      return gathered.text() === '' ? failure : { ...failure, charged: 'UNKNOWN' }
    } finally {
      silence.end()
    }
  }

  const whole = async ({
    signal: caller,
    ...request
  }: CompletionRequest): Promise<Completed | Failed> => {
    const gathered = gather()
    try {
      gathered.add(await vendor.whole(request, caller ?? new AbortController().signal))
      return gathered.outcome(request) ?? brokenOff
    } catch (error) {
      return stopped(caller) ?? vendor.failureOf(error)
    }
  }

  return {
    name,
    complete: (request, onText) =>
      onText === undefined ? whole(request) : stream(request, onText),
    embed: async ({ signal: caller, ...request }) => {
      try {
        const { vectors, usage } = await vendor.embed(
          request,
          caller ?? new AbortController().signal,
        )
        const tokensIn = request.inputs.reduce((sum, input) => sum + mostTokens(input), 0)
        if (vectors.length !== request.inputs.length)
          return failedUnsettled('MALFORMED', `${name} answered another number of vectors`)
        return { kind: 'embedded', vectors, usage: usage ?? { tokensIn, tokensOut: 0 } }
      } catch (error) {
        return stopped(caller) ?? vendor.failureOf(error)
      }
    },
    countTokens: (_, text) => mostTokens(text),
    maxTokensIn: mostTokensIn,
  }
}
