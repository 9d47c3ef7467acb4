import type { FastifyInstance } from 'fastify'

export type Listening = { readonly address: string; readonly stop: () => Promise<void> }

const sweepMs = 50

/**
 * Opens the port; `stop` takes no new connection and finishes what is under way. A connection that asks for nothing, or
 * never ends its question, is not waited for beyond `graceMs`.
 */
export const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
  graceMs: number,
): Promise<Listening> => ({
  address: await app.listen({ host, port }),
  stop: async () => {
    const { server } = app
    // The server itself looks only once for connections that are kept alive, not again when an answer has gone out.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    try {
      await app.close()
    } finally {
      clearInterval(sweep)
      clearTimeout(force)
    }
  },
})

/** Of the time to drain, the part that open requests get; the rest is for what comes after them. */
export const requestGraceMs = ({ drainSeconds }: { readonly drainSeconds: number }): number =>
  drainSeconds * 500
