import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Rejects when the thing is not fit for use; what it says is shown to operators. */
export type HealthCheck = () => Promise<void>

export type Health = {
  /** True once, and as long as, the process has finished its start. */
  readonly started: () => boolean
  /** True from SIGTERM on: not ready, so that nobody sends more, but still alive. */
  readonly draining: () => boolean
  /** What this process cannot work without, by name. */
  readonly checks: Readonly<Record<string, HealthCheck>>
  /** What this process does and how it goes, by name: told to who asks for detail, and never a reason to send nobody here. */
  readonly details?: Readonly<Record<string, () => Promise<unknown>>>
}

type CheckResult = {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail?: string
}

const deadlineMs = 2_000

const inTime = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  const late = new AbortController()
  const deadline = async (): Promise<never> => {
    await pause(deadlineMs, undefined, { signal: late.signal })
    throw new Error(`no answer within ${deadlineMs} ms`)
  }
  try {
    return await Promise.race([ask(), deadline()])
  } finally {
    late.abort()
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const run = async (name: string, check: HealthCheck): Promise<CheckResult> => {
  const began = performance.now()
  const spent = (): number => Math.round(performance.now() - began)
  try {
    await inTime(check)
    return { name, ok: true, ms: spent() }
  } catch (error) {
    return { name, ok: false, ms: spent(), detail: messageOf(error) }
  }
}

const tellAll = async ({ details = {} }: Health): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(details).map(
        async ([name, ask]): Promise<readonly [string, unknown]> => [
          name,
          await inTime(ask).catch((error: unknown) => ({ unknown: messageOf(error) })),
        ],
      ),
    ),
  )

const wantsDetail = (request: FastifyRequest): boolean =>
  typeof request.query === 'object' && request.query !== null && 'verbose' in request.query

const answer = (
  request: FastifyRequest,
  reply: FastifyReply,
  ok: boolean,
  checks: readonly CheckResult[] = [],
  details: Readonly<Record<string, unknown>> = {},
): FastifyReply =>
  reply
    .code(ok ? 200 : 503)
    .header('cache-control', 'no-store')
    .send({
      status: ok ? 'ok' : 'unavailable',
      ...(wantsDetail(request) ? { checks, ...details } : {}),
    })

/**
 * `/livez` (the event loop turns), `/startupz` (the start is over), `/readyz` (every check holds and nobody is draining).
 * 200 or 503; `?verbose` names each check with its time and reason, and what the process does.
 */
export const healthRoutes =
  (health: Health) =>
  (app: FastifyInstance): Promise<void> => {
    const quiet = { logLevel: 'warn' } as const
    app.get('/livez', quiet, (request, reply) => answer(request, reply, true))
    app.get('/startupz', quiet, (request, reply) => answer(request, reply, health.started()))
    app.get('/readyz', quiet, async (request, reply) => {
      const states = [
        { name: 'started', ok: health.started(), ms: 0 },
        { name: 'accepting', ok: !health.draining(), ms: 0 },
      ]
      const [details, ...checked] = await Promise.all([
        wantsDetail(request) ? tellAll(health) : {},
        ...Object.entries(health.checks).map(([name, check]) => run(name, check)),
      ])
      const checks = [...states, ...checked]
      return answer(
        request,
        reply,
        checks.every(({ ok }) => ok),
        checks,
        details,
      )
    })
    return Promise.resolve()
  }
