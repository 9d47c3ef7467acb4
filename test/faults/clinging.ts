import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A raw connection to an API; whatever comes back is read and ignored. */
const open = async (address: string): Promise<Socket> => {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Connected, and not a word. */
export const silent = async (address: string): Promise<Socket> => {
  const socket = await open(address)
  socket.resume()
  return socket
}

/** Begins a request and never ends it. */
export const unfinished = async (address: string): Promise<Socket> => {
  const socket = await silent(address)
  socket.write('POST /v1/jobs HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n')
  return socket
}

/** Asked once, answered, and kept open for later. */
export const idle = async (address: string): Promise<Socket> => {
  const socket = await open(address)
  socket.write('GET /livez HTTP/1.1\r\nhost: hub\r\nconnection: keep-alive\r\n\r\n')
  await once(socket, 'data')
  socket.resume()
  return socket
}

/** A WebSocket that answers nothing, not even a goodbye. */
export const mute = async (address: string): Promise<Socket> => {
  const socket = await open(address)
  const upgrade = [
    'GET /graphql HTTP/1.1',
    'host: hub',
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-protocol: graphql-transport-ws',
    `sec-websocket-key: ${Buffer.from('sixteen bytes ok').toString('base64')}`,
  ]
  socket.write(`${upgrade.join('\r\n')}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString().startsWith('HTTP/1.1 101')) throw new Error(head.toString())
  socket.resume()
  return socket
}
