import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** A request as it came. */
export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string }

/** What a receiver does with a request; the number is how many came before it. */
export type Answering = (reply: ServerResponse, received: Received, before: number) => void

export const take: Answering = (reply) => void reply.writeHead(204).end()

/** Somebody's own server, that takes down what comes. */
export const startReceiver = async (answering: Answering = take) => {
  const received: Received[] = []
  let answer = answering
  const server = createServer((request, reply) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const one = { headers: request.headers, body }
      received.push(one)
      answer(reply, one, received.length - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    /** Messages of a type, as they were sent. */
    bodies: (type: string): readonly Record<string, unknown>[] =>
      received
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
        .filter((body) => body['type'] === type),
    answers: (next: Answering): void => {
      answer = next
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whether the library of the standard takes the request for one that was signed with this secret. */
export const isSignedBy = ({ headers, body }: Received, secret: string): boolean => {
  try {
    new Webhook(secret).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    })
    return true
  } catch {
    return false
  }
}
