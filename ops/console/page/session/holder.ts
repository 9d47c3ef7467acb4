import { ApiFailure, isAborted } from '../api/failure.ts'
import { keep, readKept } from './kept.ts'
import { endSession, refreshed, type Session } from './session.ts'

/** An access token that lives no longer than this is renewed before it is used, in ms. */
const shortOf = 15_000

let session = readKept()
let renewing: Promise<Session> | undefined
const ended = new EventTarget()

export const current = (): Session | undefined => session

export const begin = (begun: Session): void => {
  session = begun
  keep(begun)
}

const forget = (): void => {
  session = undefined
  keep(undefined)
  ended.dispatchEvent(new Event('end'))
}

export const onSessionEnd = (then: () => void): void => ended.addEventListener('end', then)

export const logOut = async (): Promise<void> => {
  const left = session
  forget()
  if (left !== undefined) await endSession(left)
}

/** What leaves the session as it is: the hub could not be asked, or has too much to do. */
const passes = (thrown: unknown): boolean =>
  isAborted(thrown) ||
  (thrown instanceof ApiFailure && (thrown.retryable || thrown.code === 'UNREADABLE'))

/** One exchange at a time: a refresh token is good for one. */
const renew = (old: Session): Promise<Session> =>
  (renewing ??= refreshed(old)
    .then((next) => {
      begin(next)
      return next
    })
    .catch((thrown: unknown) => {
      if (!passes(thrown)) forget()
      throw thrown
    })
    .finally(() => {
      renewing = undefined
    }))

const signedOut = (): ApiFailure => new ApiFailure('UNAUTHENTICATED', 'Log in to go on.')

const usable = async (): Promise<Session> => {
  if (session === undefined) throw signedOut()
  return session.expiresAt - Date.now() > shortOf ? session : renew(session)
}

const refusesToken = (thrown: unknown): boolean =>
  thrown instanceof ApiFailure && ['TOKEN_EXPIRED', 'UNAUTHENTICATED'].includes(thrown.code)

/** Does something with an access token; when the hub does not take it, once more with a new one. */
export const withToken = async <T>(work: (token: string) => Promise<T>): Promise<T> => {
  const held = await usable()
  try {
    return await work(held.accessToken)
  } catch (thrown) {
    if (!refusesToken(thrown)) throw thrown
    const next = session?.accessToken === held.accessToken ? await renew(held) : await usable()
    return work(next.accessToken)
  }
}
