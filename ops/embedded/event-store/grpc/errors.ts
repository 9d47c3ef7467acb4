import { Metadata, status, type ServiceError } from '@grpc/grpc-js'
import type { Expected } from '../core/check.ts'
import { StoreDamaged } from '../store/damage.ts'

/** An answer that ends a call; `exception` and what belongs to it travel in the trailers, by which clients tell. */
export type CallError = Pick<ServiceError, 'code' | 'details' | 'metadata'> & Error

type Trailers = Readonly<Record<string, string>>

const callError = (code: status, details: string, trailers: Trailers = {}): CallError => {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return Object.assign(new Error(details), { code, details, metadata })
}

/** A header takes printable ASCII; a stream may be called anything. */
const headerText = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?')

const streamName = (stream: string): Trailers => ({ 'stream-name': headerText(stream) })

const expectedNumber = (expected: Expected): string => {
  switch (expected.kind) {
    case 'any':
      return '-2'
    case 'no-stream':
      return '-1'
    case 'stream-exists':
      return '-4'
    case 'revision':
      return String(expected.revision)
  }
}

/** `actual` is -1 when there is no stream. */
export const wrongExpectedVersion = (
  stream: string,
  expected: Expected,
  actual: number,
): CallError =>
  callError(
    status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expectedNumber(expected)}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      ...streamName(stream),
      'expected-version': expectedNumber(expected),
      ...(actual < 0 ? {} : { 'actual-version': String(actual) }),
    },
  )

export const streamDeleted = (stream: string): CallError =>
  callError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    ...streamName(stream),
  })

export const maximumAppendSizeExceeded = (maximum: number): CallError =>
  callError(status.INVALID_ARGUMENT, `Maximum Append Size of ${maximum} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maximum),
  })

export const requiredMetadataMissing = (missing: readonly string[]): CallError =>
  callError(status.INVALID_ARGUMENT, `Required Metadata Property '${missing.join(',')}' Missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  })

export const accessDenied = (): CallError =>
  callError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
export const unauthenticated = (): CallError =>
  callError(status.UNAUTHENTICATED, 'These credentials are not those of a user.')

const loginName = (login: string): Trailers => ({ 'login-name': headerText(login) })
export const userNotFound = (login: string): CallError =>
  callError(status.NOT_FOUND, `User '${login}' is not found.`, {
    exception: 'user-not-found',
    ...loginName(login),
  })
export const userConflict = (login: string): CallError =>
  callError(status.FAILED_PRECONDITION, 'Conflict.', {
    exception: 'user-conflict',
    ...loginName(login),
  })

const groupTrailers = (exception: string, source: string, group: string): Trailers => ({
  exception: `persistent-subscription-${exception}`,
  ...streamName(source),
  'group-name': headerText(group),
})

/** `source` is the stream of the group, or `$all`. */
export const groupExists = (source: string, group: string): CallError =>
  callError(
    status.ALREADY_EXISTS,
    `Subscription group ${group} on stream ${source} exists.`,
    groupTrailers('exists', source, group),
  )
export const groupMissing = (source: string, group: string): CallError =>
  callError(
    status.NOT_FOUND,
    `Subscription group ${group} on stream ${source} does not exist.`,
    groupTrailers('does-not-exist', source, group),
  )
export const groupFailed = (source: string, group: string, reason: string): CallError =>
  callError(
    status.INTERNAL,
    `Subscription group ${group} on stream ${source} failed: '${reason}'`,
    { ...groupTrailers('failed', source, group), reason: headerText(reason) },
  )
export const groupDropped = (source: string, group: string): CallError =>
  callError(
    status.CANCELLED,
    `Subscription group ${group} on stream ${source} was dropped.`,
    groupTrailers('dropped', source, group),
  )
export const groupFull = (source: string, group: string): CallError =>
  callError(
    status.FAILED_PRECONDITION,
    `Maximum subscriptions reached for subscription group ${group} on stream ${source}.`,
    { ...groupTrailers('', source, group), exception: 'maximum-subscribers-reached' },
  )

export const notFound = (details: string): CallError => callError(status.NOT_FOUND, details)
export const invalidArgument = (details: string): CallError =>
  callError(status.INVALID_ARGUMENT, details)
export const invalidPosition = (): CallError =>
  invalidArgument('Trying to read from an invalid position.')
export const unimplemented = (details: string): CallError =>
  callError(status.UNIMPLEMENTED, details)
export const shuttingDown = (): CallError =>
  callError(status.CANCELLED, 'The server is shutting down')
export const notWritten = (cause: unknown): CallError =>
  callError(status.UNAVAILABLE, `The log could not be written: ${String(cause)}`)
export const internal = (cause: unknown): CallError => callError(status.INTERNAL, String(cause))

const isCallError = (error: unknown): error is CallError =>
  error instanceof Error && 'code' in error && 'details' in error

export const scavengeNotFound = (id: string): CallError =>
  callError(status.NOT_FOUND, `Scavenge id '${id}' was not found.`, {
    exception: 'scavenge-not-found',
    'scavenge-id': headerText(id),
  })

/** What is stored is not what was appended: nothing of it is given out. */
const dataLoss = ({ message }: StoreDamaged): CallError => callError(status.DATA_LOSS, message)

export const asCallError = (error: unknown): CallError =>
  isCallError(error) ? error : error instanceof StoreDamaged ? dataLoss(error) : internal(error)
