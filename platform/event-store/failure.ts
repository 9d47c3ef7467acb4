import { status } from '@grpc/grpc-js'
import { AppendUncertain, EventStoreRefused, EventStoreUnavailable } from './errors.ts'
import { Unreadable } from './wire/unreadable.ts'

/** What a failed call means: try again, or not. `unsent` when the request surely never left this process. */
export type Failure =
  | { readonly kind: 'transient'; readonly unsent: boolean; readonly cause: unknown }
  | { readonly kind: 'refused'; readonly reason: string; readonly cause: unknown }

type GrpcError = Error & {
  readonly code: number
  readonly details: string
  readonly metadata?: unknown
}

const isGrpcError = (error: unknown): error is GrpcError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'number' &&
  'details' in error &&
  typeof error.details === 'string'

const transient: ReadonlySet<number> = new Set([
  status.UNAVAILABLE,
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.INTERNAL,
  status.RESOURCE_EXHAUSTED,
])

/** The client's own calls throw these: the refusal's name is their type. */
type CommandFailure = Error & { readonly type: string }

const isCommandFailure = (error: unknown): error is CommandFailure =>
  error instanceof Error && 'type' in error && typeof error.type === 'string'

const transientTypes: ReadonlySet<string> = new Set([
  'unavailable',
  'cancelled',
  'timeout',
  'deadline-exceeded',
  'not-leader',
])

const hasGet = (value: unknown): value is { get: (key: string) => readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'

/** The server's name for its refusal, from the trailers. */
const trailerOf = (error: GrpcError): string | undefined => {
  const name = hasGet(error.metadata) ? error.metadata.get('exception')[0] : undefined
  return typeof name === 'string' ? name : undefined
}

/** Tells the two kinds of failure apart. A cluster's `not-leader` is transient: the client moves to the leader. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof EventStoreRefused)
    return { kind: 'refused', reason: error.reason, cause: error }
  if (error instanceof Unreadable)
    return { kind: 'refused', reason: 'unreadable-answer', cause: error }
  if (isCommandFailure(error) && !transientTypes.has(error.type)) {
    return { kind: 'refused', reason: error.type, cause: error }
  }
  if (!isGrpcError(error)) return { kind: 'transient', unsent: false, cause: error }
  const trailer = trailerOf(error)
  if (trailer === 'not-leader') return { kind: 'transient', unsent: true, cause: error }
  if (trailer !== undefined) return { kind: 'refused', reason: trailer, cause: error }
  if (transient.has(error.code)) {
    return {
      kind: 'transient',
      unsent: error.details.startsWith('No connection established'),
      cause: error,
    }
  }
  const reason = status[error.code]?.toLowerCase().replaceAll('_', '-') ?? 'unknown'
  return { kind: 'refused', reason, cause: error }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

export const refusedBy = (failure: Failure & { kind: 'refused' }): EventStoreRefused =>
  failure.cause instanceof EventStoreRefused
    ? failure.cause
    : new EventStoreRefused(failure.reason, messageOf(failure.cause), { cause: failure.cause })

export const unavailable = (cause: unknown): EventStoreUnavailable =>
  new EventStoreUnavailable(`The event store can't be reached: ${messageOf(cause)}`, { cause })

export const uncertain = (stream: string, cause: unknown): AppendUncertain =>
  new AppendUncertain(`The answer to an append to ${stream} got lost: ${messageOf(cause)}`, {
    cause,
  })
