import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: readonly Buffer[]
  /** Bytes of one write; absent: each buffer by itself. */
  readonly split?: number
  /** HANG: nothing more is said. CUT: the connection is torn. */
  readonly end: 'END' | 'HANG' | 'CUT'
}

export type Seen = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Record<string, unknown>
}

const chunksOf = ({ body, split }: Reply): readonly Buffer[] => {
  if (split === undefined) return body
  const whole = Buffer.concat(body)
  const starts = Array.from({ length: Math.ceil(whole.length / split) }, (_, at) => at * split)
  return starts.map((start) => whole.subarray(start, start + split))
}

const answer = async (response: ServerResponse, reply: Reply): Promise<void> => {
  response.writeHead(reply.status, reply.headers)
  response.flushHeaders()
  for (const chunk of chunksOf(reply)) {
    response.write(chunk)
    // Each write a packet of its own.
    await nextTurn()
  }
  if (reply.end === 'END') response.end()
  if (reply.end === 'CUT') response.destroy()
}

/** Answers as it is told, one reply a request, and remembers what it was asked. */
export const startVendorServer = async () => {
  let next: Reply | 'SILENCE' | 'CUT' = 'SILENCE'
  const seen: Seen[] = []
  const leftBy: (() => void)[] = []
  let [begun, left] = [0, 0]
  const server = createServer((request, response) => {
    request.socket.setNoDelay(true)
    begun += 1
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    response.on('close', () => {
      left += 1
      leftBy.splice(0).forEach((tell) => tell())
    })
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8')
      seen.push({
        path: decodeURIComponent(request.url ?? ''),
        headers: request.headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      })
      if (next === 'CUT') response.destroy()
      else if (next !== 'SILENCE') void answer(response, next)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    reply: (with_: Reply | 'SILENCE' | 'CUT') => {
      next = with_
    },
    /** When all exchanges that were begun are over, whoever ended them. */
    over: async (): Promise<void> => {
      while (left < begun) await new Promise<void>((resolve) => leftBy.push(resolve))
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
export type VendorServer = Awaited<ReturnType<typeof startVendorServer>>
