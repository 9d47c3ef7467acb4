import { once } from 'node:events'
import { connect } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { listen } from './listen.ts'

/** An hour: a stop that came to that would be seen as a test that does not end. */
const forEverMs = 3_600_000

t.test('a connection that is kept alive ends with the answer that was under way', async (t) => {
  const app = Fastify({ forceCloseConnections: false, keepAliveTimeout: forEverMs })
  let answer = (): void => undefined
  const asked = new Promise<void>((resolve) => {
    app.get('/', async () => {
      resolve()
      await new Promise<void>((go) => {
        answer = go
      })
      return 'late'
    })
  })
  const { address, stop } = await listen(app, '127.0.0.1', 0, forEverMs)
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: hub\r\nconnection: keep-alive\r\n\r\n')
  await asked
  const stopped = stop()
  answer()
  const [head] = (await once(socket, 'data')) as [Buffer]
  t.match(head.toString(), /^HTTP\/1\.1 200/)
  await stopped
  socket.destroy()
})

t.test('a connection that never says a word is not waited for beyond the grace', async (t) => {
  const app = Fastify()
  const { address, stop } = await listen(app, '127.0.0.1', 0, 10)
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  await once(socket, 'connect')
  const ended = once(socket.resume(), 'close')
  await stop()
  await ended
  t.pass('it ended')
})
