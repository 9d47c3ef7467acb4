import websocket, { type WebSocket } from '@fastify/websocket'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { handleProtocols, type Server } from 'graphql-ws'

/** A subscription is a short text; only answers are long. */
const maxMessageBytes = 64 * 1024

/** Who does not answer a goodbye for so long is gone. */
const goodbyeMs = 2_000

/** Upgrades connections, refuses messages out of size, and says goodbye when the server closes. */
export const registerSockets = async (app: FastifyInstance): Promise<void> => {
  await app.register(websocket, {
    options: { maxPayload: maxMessageBytes, handleProtocols },
    preClose(done) {
      const { clients } = app.websocketServer
      for (const client of clients) client.close(1001, 'Going away')
      const force = setTimeout(() => {
        for (const client of clients) client.terminate()
      }, goodbyeMs)
      app.websocketServer.close(() => {
        clearTimeout(force)
        done()
      })
    },
    errorHandler: (error, socket, request) => {
      request.log.warn({ err: error }, 'a connection failed')
      socket.terminate()
    },
  })
}

/** A connection without a sign of life for so long, twice, is dead; one that reads nothing gives none. */
const usualPingMs = 15_000

export type SocketExtra = {
  readonly socket: WebSocket
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/**
 * Carries the protocol over one socket. A message counts as sent when it has left this process, so that a follower who
 * does not read holds up his own subscriptions and nothing else.
 */
export const carry = (
  server: Server<SocketExtra>,
  extra: SocketExtra,
  logger: FastifyBaseLogger,
  pingEveryMs = usualPingMs,
): void => {
  const { socket } = extra
  const fail = (error: unknown): void => {
    if (socket.readyState !== socket.OPEN) return
    logger.error({ err: error }, 'subscription failed')
    socket.close(4500, 'Internal server error')
  }
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) resolve()
          else socket.send(text, (error) => (error ? reject(error) : resolve()))
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => {
        socket.on('message', (data: Buffer) => {
          handle(data.toString()).catch(fail)
        })
      },
    },
    extra,
  )
  let alive = true
  socket.on('pong', () => {
    alive = true
  })
  const pings = setInterval(() => {
    if (alive) socket.ping()
    else socket.terminate()
    alive = false
  }, pingEveryMs)
  socket.once('close', (code, reason) => {
    clearInterval(pings)
    closed(code, reason.toString()).catch(fail)
  })
}
