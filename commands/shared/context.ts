import type { Actor } from '../../domain/shared/decider.ts'

/** Who asks, on whose behalf, under which key, and what caused it. */
export type CommandContext = {
  readonly actor: Actor
  /** The organisation acted for; everything read and written is held against it. */
  readonly organisation?: string
  /** The key of a subscription, which may run its app and do nothing else. */
  readonly subscriptionKeyId?: string
  /** What the actor may do; `*` is the hub itself. */
  readonly scopes: readonly string[]
  /** Derived from principal, operation and Idempotency-Key: the same request always has the same one. */
  readonly commandId: string
  readonly correlationId: string
  readonly causationId: string
  readonly traceparent?: string
  /** Program and system that the caller uses: "Firefox on Linux". */
  readonly agent?: string
  /** The session that the caller acts in; API keys and the hub itself have none. */
  readonly sessionId?: string
  /** `If-Match`: the revision that the change is based on. */
  readonly expectedRevision?: bigint
  /** Decide and show the events, append nothing. */
  readonly validateOnly?: boolean
}

export const allows = (context: CommandContext, scope: string): boolean =>
  context.scopes.includes('*') || context.scopes.includes(scope)

/** The hub acting by itself, caused by an event. */
export const systemContext = (
  name: string,
  commandId: string,
  correlationId: string,
  causationId: string,
  traceparent?: string,
): CommandContext => ({
  actor: { kind: 'system', id: name },
  scopes: ['*'],
  commandId,
  correlationId,
  causationId,
  ...(traceparent === undefined ? {} : { traceparent }),
})
