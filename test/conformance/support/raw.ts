import { finished } from 'node:stream/promises'
import type { CallOptions, ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { channelCredentialsOf, type Connection } from './connection.ts'

type Constructor<C> = new (
  address: string,
  credentials: ReturnType<typeof channelCredentialsOf>,
) => C

/** A generated client of a service that the official client does not speak. */
export const rawClient = <C>(connection: Connection, Client: Constructor<C>): C =>
  new Client(connection.address, channelCredentialsOf(connection))

/** What an unanswered call ends with, instead of a test that hangs. */
export const soon = (): CallOptions => ({ deadline: Date.now() + 20_000 })

type Callback<Reply> = (error: ServiceError | null, reply?: Reply) => void

/** A unary call as a promise; rejected with the status that it ended with. */
export const unary = <Reply>(call: (callback: Callback<Reply>) => unknown): Promise<Reply> =>
  new Promise((resolve, reject) => {
    call((error, reply) => {
      if (error !== null) reject(error)
      else if (reply === undefined) reject(new Error('The call ended without an answer'))
      else resolve(reply)
    })
  })

/** All that a streaming call answers. */
export const everything = async <Reply>(
  call: ClientReadableStream<Reply>,
): Promise<readonly Reply[]> => {
  const replies: Reply[] = []
  call.on('data', (reply: Reply) => replies.push(reply))
  await finished(call)
  return replies
}

/** How a call was refused: its status code, and what the trailers call the exception. */
export const refusalOf = async (
  promise: Promise<unknown>,
): Promise<{ readonly code: number; readonly exception: string; readonly trailers: object }> => {
  try {
    await promise
  } catch (error) {
    if (!isServiceError(error)) throw error
    const trailers = error.metadata.getMap()
    return { code: error.code, exception: String(trailers['exception'] ?? ''), trailers }
  }
  throw new Error('The call was expected to be refused')
}

export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && 'metadata' in error
