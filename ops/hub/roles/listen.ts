import type { FastifyInstance } from 'fastify'

export type Listening = { readonly address: string; readonly stop: () => Promise<void> }

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
    const force = setTimeout(() => app.server.closeAllConnections(), graceMs)
    try {
      await app.close()
    } finally {
      clearTimeout(force)
    }
  },
})

/** Of the time to drain, the part that open requests get; the rest is for what comes after them. */
export const requestGraceMs = ({ drainSeconds }: { readonly drainSeconds: number }): number =>
  drainSeconds * 500
