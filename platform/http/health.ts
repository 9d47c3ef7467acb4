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
}

type CheckResult = {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail?: string
}

const deadlineMs = 2_000

const run = async (name: string, check: HealthCheck): Promise<CheckResult> => {
  const began = performance.now()
  const spent = (): number => Math.round(performance.now() - began)
  const late = new AbortController()
  const deadline = async (): Promise<void> => {
    await pause(deadlineMs, undefined, { signal: late.signal })
    throw new Error(`no answer within ${deadlineMs} ms`)
  }
  try {
    await Promise.race([check(), deadline()])
    return { name, ok: true, ms: spent() }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { name, ok: false, ms: spent(), detail }
  } finally {
    late.abort()
  }
}

const wantsDetail = (request: FastifyRequest): boolean =>
  typeof request.query === 'object' && request.query !== null && 'verbose' in request.query

const answer = (
  request: FastifyRequest,
  reply: FastifyReply,
  ok: boolean,
  checks: readonly CheckResult[] = [],
): FastifyReply =>
  reply
    .code(ok ? 200 : 503)
    .header('cache-control', 'no-store')
    .send({ status: ok ? 'ok' : 'unavailable', ...(wantsDetail(request) ? { checks } : {}) })

/**
 * `/livez` (the event loop turns), `/startupz` (the start is over), `/readyz` (every check holds and nobody is draining).
 * 200 or 503; `?verbose` names each check with its time and reason.
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
      const checked = await Promise.all(
        Object.entries(health.checks).map(([name, check]) => run(name, check)),
      )
      const checks = [...states, ...checked]
      return answer(
        request,
        reply,
        checks.every(({ ok }) => ok),
        checks,
      )
    })
    return Promise.resolve()
  }
