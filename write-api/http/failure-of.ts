import type { Failure } from '../../platform/errors/problem.ts'
import { EventStoreRefused, EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { frameworkFailure } from '../../platform/http/failure.ts'
import { invalidInputOf } from './invalid-input.ts'

/** What an exception means to the caller; undefined when nobody foresaw it. */
export const failureOf = (error: unknown, bodyLimit: number): Failure | undefined => {
  const invalid = invalidInputOf(error)
  if (invalid !== undefined) return invalid
  if (error instanceof EventStoreUnavailable)
    return { code: 'UNAVAILABLE', detail: 'The event store does not answer.' }
  if (error instanceof EventStoreRefused && error.reason === 'maximum-append-size-exceeded')
    return { code: 'PAYLOAD_TOO_LARGE', detail: 'This is more than one event can hold.' }
  const failure = frameworkFailure(error)
  return failure?.code === 'PAYLOAD_TOO_LARGE'
    ? { ...failure, detail: `The body may have ${bodyLimit} bytes here.` }
    : failure
}
