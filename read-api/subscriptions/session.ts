import type { WebSocket } from '@fastify/websocket'
import type { Principal } from '../../platform/auth/principal.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { credentialsOf, refusedAppKey } from '../../platform/http/admit.ts'
import type { Authenticate, Credentials } from '../../platform/http/credentials.ts'
import type { RateLimit } from '../../platform/http/rate-limit.ts'
import type { Caller } from '../view/caller.ts'
import type { SocketExtra } from './socket.ts'

export type SignInOptions = {
  readonly authenticate: Authenticate
  readonly rateLimit: RateLimit
  /** How often the credential of an open connection is looked at again. */
  readonly reauthenticateMs: number
}

/** graphql-transport-ws: the connection is not allowed. */
const forbidden = 4403
/** Of the IANA's registry of WebSocket close codes: clients come back later. */
const tryAgainLater = 1013

const nothingShown: Failure = {
  code: 'UNAUTHENTICATED',
  detail: 'Send Authorization or X-API-Key in connection_init.',
}

const textsOf = (params: unknown): Readonly<Record<string, string>> =>
  typeof params === 'object' && params !== null
    ? Object.fromEntries(
        Object.entries(params).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
        ),
      )
    : {}

/** Ends the connection; the reason is the failure's code of the error table. */
const refuse = (socket: WebSocket, { code }: Failure): void => {
  socket.close(code === 'RATE_LIMITED' ? tryAgainLater : forbidden, code)
}

/** Tokens run out and keys are revoked while a connection is open. */
const lookAgain = (
  authenticate: Authenticate,
  credentials: Credentials,
  socket: WebSocket,
  everyMs: number,
): void => {
  const look = async (): Promise<void> => {
    // A service that does not answer now may answer the next time; only a refusal ends it.
    const found = await authenticate(credentials).catch(() => undefined)
    if (found !== undefined && 'code' in found) refuse(socket, found)
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}

type SignedIn = { readonly principal: Principal; readonly credentials: Credentials }

const identify = async (
  { authenticate, rateLimit }: SignInOptions,
  { headers }: SocketExtra,
  params: unknown,
): Promise<SignedIn | Failure> => {
  const given = credentialsOf({ headers: textsOf(params) })
  const credentials = given ?? credentialsOf({ headers }) ?? nothingShown
  if ('code' in credentials) return credentials
  const principal = await authenticate(credentials)
  if ('code' in principal) return principal
  const refused = refusedAppKey(principal)
  if (refused !== undefined) return refused
  // The upgrade was counted against whom its own headers showed; whom connection_init shows is counted here.
  const { failure } = given === undefined ? {} : await rateLimit.caller(principal)
  return failure ?? { principal, credentials }
}

/**
 * The caller of a connection, by `Authorization` or `X-API-Key` in `connection_init`, or in the headers of the upgrade.
 * Undefined when the connection was refused.
 */
export const signIn = async (
  options: SignInOptions,
  extra: SocketExtra,
  params: unknown,
): Promise<Caller | undefined> => {
  const { authenticate, reauthenticateMs } = options
  const found = await identify(options, extra, params)
  if ('code' in found) {
    refuse(extra.socket, found)
    return undefined
  }
  lookAgain(authenticate, found.credentials, extra.socket, reauthenticateMs)
  return { kind: 'known', principal: found.principal }
}
