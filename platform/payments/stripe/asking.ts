import type { Found, Outcome } from '../outcome.ts'
import { ProviderUnanswered } from '../port.ts'
import Stripe from 'stripe'
import { attempted } from './client.ts'
import { failureOf } from './failures.ts'

/** How an object that was answered is judged: what it is to the hub, or undefined when it is not what was asked about. */
type Judge<Raw, Value> = (raw: Raw) => Outcome<Value> | undefined

const isAbsent = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.statusCode === 404 || error.code === 'resource_missing')

const aboutElse: Outcome<never> = {
  kind: 'unknown',
  reason: 'ANSWER_UNREADABLE',
  detail: 'The answer is about something else, or contradicts itself.',
}

/**
 * Asks for a change. An answer that is about something else (another object, another payment) is no answer: a connection
 * that brings an answer twice, or a proxy that mixes them up, must not decide about money. The same holds for a decline
 * where `left` finds no trace of what was declined.
 */
export const ask = async <Raw, Value>(
  call: () => Promise<Raw>,
  judge: Judge<Raw, Value>,
  left?: (error: Stripe.errors.StripeError) => Value | undefined,
): Promise<Outcome<Value>> => {
  const came = await attempted(call)
  if (came.ok) return judge(came.value) ?? aboutElse
  const failure = failureOf(came.error, came.attempts)
  if (failure.kind !== 'declined' || left === undefined) return failure
  const value = came.error instanceof Stripe.errors.StripeError ? left(came.error) : undefined
  return value === undefined ? aboutElse : { ...failure, value }
}

/** Looks something up. Only a clear word of the provider makes it absent. */
export const look = async <Raw, Value>(
  call: () => Promise<Raw>,
  read: (raw: Raw) => Value | undefined,
): Promise<Found<Value>> => {
  const came = await attempted(call)
  if (came.ok) {
    const value = read(came.value)
    return value === undefined
      ? { kind: 'unanswered', reason: 'The answer is about something else.' }
      : { kind: 'found', value }
  }
  if (isAbsent(came.error)) return { kind: 'absent' }
  return { kind: 'unanswered', reason: String(came.error) }
}

/** The first that fits of a listing, the newest first; absent once the listing has come to its end. */
export const lookThrough = async <Raw, Value>(
  list: () => AsyncIterable<Raw>,
  read: (raw: Raw) => Value | undefined,
): Promise<Found<Value>> => {
  const came = await attempted(async () => {
    for await (const raw of list()) {
      const value = read(raw)
      if (value !== undefined) return value
    }
    return undefined
  })
  if (!came.ok) return { kind: 'unanswered', reason: String(came.error) }
  return came.value === undefined ? { kind: 'absent' } : { kind: 'found', value: came.value }
}

/** All of a listing. */
export async function* listed<Raw, Value>(
  list: () => AsyncIterable<Raw>,
  read: (raw: Raw) => Value,
): AsyncGenerator<Value> {
  try {
    for await (const raw of list()) yield read(raw)
  } catch (error) {
    throw new ProviderUnanswered(String(error), { cause: error })
  }
}
