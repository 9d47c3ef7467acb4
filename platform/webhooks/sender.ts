import type { AttemptOutcome } from '../../domain/engagement/webhook-message.ts'
import { exchange } from './exchange.ts'
import type { WebhookAnswer, WebhookRequest, WebhookSender } from './port.ts'
import { resolveChecked, systemResolve, type Resolve } from './resolve.ts'
import { refusalOfUrl, type AddressRules } from './rules.ts'

export type SenderOptions = AddressRules & {
  readonly resolve?: Resolve
  /** From the look-up of the name to the end of the answer. */
  readonly timeoutMs?: number
  /** Certificate authority of receivers in own networks, PEM; absent: those of Node. */
  readonly ca?: string
}

export const createWebhookSender = (options: SenderOptions): WebhookSender => {
  const { networks, resolve = systemResolve, timeoutMs = 15_000, ca } = options
  const rules = { networks }

  const attempt = async (request: WebhookRequest): Promise<Omit<WebhookAnswer, 'latencyMs'>> => {
    const url = new URL(request.url)
    const refused = refusalOfUrl(url, rules)
    if (refused !== undefined) return unanswered('REFUSED_ADDRESS', refused)
    const resolved = await within(request.signal, resolveChecked(url, rules, resolve))
    if (resolved.kind === 'refused') return unanswered('REFUSED_ADDRESS', resolved.detail)
    const { status, excerpt, retryAfter } = await exchange(request, resolved.addresses, ca)
    if (status < 100 || status > 599)
      return unanswered(
        'NOT_CONNECTED',
        `The answer's status is ${status}, which HTTP does not have.`,
      )
    const outcome = { kind: 'ANSWERED', status, excerpt } as const
    const seconds = secondsOf(retryAfter)
    return seconds === undefined ? { outcome } : { outcome, retryAfterSeconds: seconds }
  }

  return {
    refusal: (url) =>
      URL.canParse(url) ? refusalOfUrl(new URL(url), rules) : 'This is not a URL.',
    post: async (request) => {
      const began = performance.now()
      const deadline = AbortSignal.timeout(timeoutMs)
      const signal = AbortSignal.any([request.signal, deadline])
      const answer = await attempt({ ...request, signal }).catch((error: unknown) => {
        request.signal.throwIfAborted()
        return deadline.aborted
          ? unanswered('TIMED_OUT', `There was no answer within ${timeoutMs} ms.`)
          : failureOf(error)
      })
      return { ...answer, latencyMs: Math.round(performance.now() - began) }
    },
  }
}

type Reason = Extract<AttemptOutcome, { readonly kind: 'NOT_ANSWERED' }>['reason']

const unanswered = (reason: Reason, detail: string) => ({
  outcome: { kind: 'NOT_ANSWERED', reason, detail: detail.slice(0, 500) } as const,
})

/** Rejects as soon as the signal is aborted, whatever becomes of the work: a look-up cannot be called off. */
const within = async <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> => {
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('aborted'))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Node's names of what a certificate may lack. */
const ofTls = /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/

const failureOf = (error: unknown): ReturnType<typeof unanswered> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Addresses are left out: what a name stands for inside of a network is not told.
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(code)) return unanswered('NOT_RESOLVED', code)
  return ofTls.test(code)
    ? unanswered('TLS', code)
    : unanswered('NOT_CONNECTED', code === '' ? 'The connection broke off.' : code)
}

/** Of the header's two forms the number of seconds; a date is not honoured. */
const secondsOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,7}$/.test(header) ? Number(header) : undefined
