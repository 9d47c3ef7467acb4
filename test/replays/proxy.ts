import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Stands before another server, and takes down what is asked of it: method and path. */
export const startProxy = async (target: string) => {
  const calls: string[] = []
  const server = createServer((request, reply) => {
    const { method = 'GET', url = '/', headers } = request
    calls.push(`${method} ${url}`)
    const pass = async (): Promise<void> => {
      const body = await buffer(request)
      const answer = await fetch(new URL(url, target), {
        method,
        headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
          ['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)
            ? []
            : [[name, String(value)]],
        ),
        ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      })
      const type = answer.headers.get('content-type') ?? 'application/json'
      reply.writeHead(answer.status, { 'content-type': type })
      reply.end(Buffer.from(await answer.arrayBuffer()))
    }
    pass().catch(() => reply.writeHead(502).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
