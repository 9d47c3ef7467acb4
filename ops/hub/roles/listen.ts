import type { FastifyInstance } from 'fastify'

export type Listening = { readonly address: string; readonly stop: () => Promise<void> }

/** Opens the port; `stop` takes no new connection and finishes what is under way. */
export const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<Listening> => ({
  address: await app.listen({ host, port }),
  stop: async () => {
    await app.close()
  },
})
