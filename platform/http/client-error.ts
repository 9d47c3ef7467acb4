import type { Socket } from 'node:net'
import { problemOf } from '../errors/problem.ts'
import { newId } from '../ids/ids.ts'
import { problemType } from './send-problem.ts'
import { traceContextOf } from './trace-context.ts'

const failureFor = (code: string | undefined) =>
  code === 'HPE_HEADER_OVERFLOW'
    ? ({ code: 'PAYLOAD_TOO_LARGE', detail: 'The headers may have 16384 bytes.' } as const)
    : ({ code: 'MALFORMED_REQUEST', detail: 'This is not an HTTP request.' } as const)

/** What node's parser cannot read never becomes a request: the answer is written to the socket by hand. */
export const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const { traceId } = traceContextOf(undefined)
  const problem = problemOf(failureFor(error.code), `urn:uuid:${newId()}`, traceId)
  const body = JSON.stringify(problem)
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `content-type: ${problemType}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
