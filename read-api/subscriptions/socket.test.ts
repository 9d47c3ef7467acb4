import { once } from 'node:events'
import fastify from 'fastify'
import type { Server } from 'graphql-ws'
import { pino } from 'pino'
import t from 'tap'
import { WebSocket } from 'ws'
import { carry, registerSockets, type SocketExtra } from './socket.ts'

t.setTimeout(60_000)
const mebibyte = 2 ** 20

/** Sends one message after the other, each when the one before has left, as long as the connection stands. */
const talkative = () => {
  let sent = 0
  let most = 0
  let ended = (): void => undefined
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })
  const server: Server<SocketExtra> = {
    opened: (connection, { socket }) => {
      const text = 'x'.repeat(mebibyte)
      const talk = async (): Promise<void> => {
        while (socket.readyState === socket.OPEN) {
          const leaving = Promise.resolve(connection.send(text))
          most = Math.max(most, socket.bufferedAmount)
          await leaving
          sent += 1
        }
      }
      // Who is cut off in the middle of a message says so.
      void talk().catch(() => undefined)
      return () => {
        ended()
        return Promise.resolve()
      }
    },
  }
  return { server, end, sent: () => sent, most: () => most }
}

t.test('who stops reading holds one message of the server’s memory, and is cut off', async (t) => {
  const app = fastify()
  await registerSockets(app)
  const { server, end, sent, most } = talkative()
  app.get('/follow', { websocket: true }, (socket, { headers }) => {
    carry(server, { socket, headers }, pino({ level: 'silent' }), 100)
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const client = new WebSocket(`${address.replace('http', 'ws')}/follow`, 'graphql-transport-ws')
  t.teardown(() => client.terminate())
  await once(client, 'message')
  client.pause()
  await end
  t.ok(sent() > 0)
  t.ok(most() < 2 * mebibyte, `${most()} bytes at most waited to be sent`)
})

t.test('who reads stays', async (t) => {
  const app = fastify()
  await registerSockets(app)
  let pings = 0
  const quiet: Server<SocketExtra> = { opened: () => () => Promise.resolve() }
  app.get('/follow', { websocket: true }, (socket, { headers }) => {
    carry(quiet, { socket, headers }, pino({ level: 'silent' }), 100)
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const client = new WebSocket(`${address.replace('http', 'ws')}/follow`, 'graphql-transport-ws')
  t.teardown(() => client.terminate())
  await new Promise<void>((resolve) => {
    client.on('ping', () => {
      pings += 1
      if (pings === 5) resolve()
    })
  })
  t.equal(client.readyState, client.OPEN)
})
