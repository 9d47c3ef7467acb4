import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Edge } from './edge.ts'

type Begun = { readonly request: IncomingMessage; readonly response: ServerResponse }

const isBegun = (message: unknown): message is Begun =>
  typeof message === 'object' && message !== null && 'request' in message && 'response' in message

const commands: ReadonlySet<string> = new Set(['POST', 'DELETE'])

const isCommand = ({ method = '', url = '' }: IncomingMessage): boolean =>
  commands.has(method) && url.startsWith('/v1/')

const gone = { away: () => new Error('the caller is gone'), lost: () => new Error('lost') }

/** Puts the edge around the last word of every answer to a command. One that is lost ends with its connection. */
export const edgeReplies = ({ cross }: Edge): void =>
  subscribe('http.server.request.start', (message) => {
    if (!isBegun(message) || !isCommand(message.request)) return
    const { request, response } = message
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse
    const edged = (...args: unknown[]): ServerResponse => {
      cross('http.reply', gone, async () => {
        end(...args)
        await Promise.resolve()
      }).catch(() => request.socket.destroy())
      return response
    }
    // The overloads of node's types differ in what they leave out.
    response.end = edged as typeof response.end
  })
