import type { Query } from './graphql.ts'
import { failureOfGraphql } from './graphql.ts'
import { ApiFailure } from './failure.ts'
import { isObject, textOf } from './json.ts'

export type Followed<Data> = {
  readonly onData: (data: Data) => void
  readonly onOpen: () => void
  /** Told once; nothing follows. */
  readonly onEnd: (failure: ApiFailure | undefined) => void
}

const socketUrl = (): string => {
  const { protocol, host } = window.location
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`
}

/** Follows one subscription by graphql-transport-ws, until the signal ends it. */
export const follow = <Data, Variables>(
  { text }: Query<Data, Variables>,
  variables: Variables,
  token: string,
  signal: AbortSignal,
  { onData, onOpen, onEnd }: Followed<Data>,
): void => {
  const socket = new WebSocket(socketUrl(), 'graphql-transport-ws')
  const send = (message: object): void => socket.send(JSON.stringify(message))
  let ended = false
  const end = (failure: ApiFailure | undefined): void => {
    if (ended) return
    ended = true
    socket.close(1000)
    if (!signal.aborted) onEnd(failure)
  }
  const take = (message: Readonly<Record<string, unknown>>): void => {
    const payload = isObject(message['payload']) ? message['payload'] : {}
    switch (message['type']) {
      case 'connection_ack':
        send({ id: '1', type: 'subscribe', payload: { query: text, variables } })
        onOpen()
        break
      case 'ping':
        send({ type: 'pong' })
        break
      case 'next': {
        const failure = failureOfGraphql(payload['errors'])
        if (failure !== undefined) end(failure)
        // The schema promises the form, and the text is held against the schema.
        else onData(payload['data'] as Data)
        break
      }
      case 'error':
        end(failureOfGraphql(message['payload']))
        break
      case 'complete':
        end(undefined)
        break
    }
  }
  socket.addEventListener('open', () =>
    send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  )
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message: unknown = JSON.parse(textOf(data) ?? 'null')
    if (isObject(message)) take(message)
  })
  socket.addEventListener('close', ({ code, reason }) =>
    end(
      new ApiFailure(
        code === 4401 || code === 4403 ? 'UNAUTHENTICATED' : 'CONNECTION_LOST',
        reason || 'The connection ended.',
        {
          retryable: true,
        },
      ),
    ),
  )
  signal.addEventListener('abort', () => end(undefined))
}
