import type { WebSocket } from '@fastify/websocket'
import type { Authenticate, Credentials } from '../../platform/http/credentials.ts'
import { errorsOf } from '../errors/format.ts'
import { queryError } from '../errors/query-error.ts'
import { credentialsIn, identify, shownIn } from '../http/identify.ts'
import type { Caller } from '../view/caller.ts'
import type { SocketExtra } from './socket.ts'

/** graphql-transport-ws: the connection is not allowed; the reason is a code of the error table. */
const forbidden = 4403

const textsOf = (params: unknown): Readonly<Record<string, string>> =>
  typeof params === 'object' && params !== null
    ? Object.fromEntries(
        Object.entries(params).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
        ),
      )
    : {}

/** Ends the connection with the code of a refusal; false when it was none. */
const refuse = (socket: WebSocket, error: unknown): boolean => {
  const code = errorsOf(error)?.[0]?.extensions['code']
  if (typeof code !== 'string') return false
  socket.close(forbidden, code)
  return true
}

/** Tokens run out and keys are revoked while a connection is open. */
const lookAgain = (
  authenticate: Authenticate,
  credentials: Credentials,
  socket: WebSocket,
  everyMs: number,
): void => {
  const timer = setInterval(() => {
    // A service that does not answer now may answer the next time; only a refusal ends it.
    identify(authenticate, credentials).catch((error: unknown) => refuse(socket, error))
  }, everyMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}

/**
 * The caller of a connection, by `Authorization` or `X-API-Key` in `connection_init`, or in the headers of the upgrade.
 * Undefined when the connection was refused.
 */
export const signIn = async (
  authenticate: Authenticate,
  { socket, headers }: SocketExtra,
  params: unknown,
  reauthenticateMs: number,
): Promise<Caller | undefined> => {
  try {
    const credentials = credentialsIn(shownIn(textsOf(params))) ?? credentialsIn(shownIn(headers))
    if (credentials === undefined)
      throw queryError('UNAUTHENTICATED', 'Send Authorization or X-API-Key in connection_init.')
    const caller = await identify(authenticate, credentials)
    lookAgain(authenticate, credentials, socket, reauthenticateMs)
    return caller
  } catch (error) {
    if (refuse(socket, error)) return undefined
    throw error
  }
}
