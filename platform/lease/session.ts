import { Client } from 'pg'

/** A database session of its own, whose locks are a process's word that it is alive. */
export type Session = {
  readonly client: Client
  /** Aborted, with the error as its reason, when the connection is gone. */
  readonly lost: AbortSignal
  readonly lose: (reason: Error) => void
}

export type SessionOptions = {
  /** The server ends the session when nothing is asked for this long. Default: never. */
  readonly silentForMs?: number
}

/** Has the server notice within seconds that we are gone, also while we wait. */
const settings = (silentForMs: number): string =>
  [
    'client_connection_check_interval=1000',
    'tcp_keepalives_idle=5',
    'tcp_keepalives_interval=2',
    'tcp_keepalives_count=3',
    `idle_session_timeout=${silentForMs}`,
    'statement_timeout=0',
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ')

export const openSession = async (
  url: string,
  name: string,
  { silentForMs }: SessionOptions = {},
): Promise<Session> => {
  const client = new Client({
    connectionString: url,
    application_name: `quantum-hub lease ${name}`.slice(0, 63),
    options: settings(silentForMs ?? 0),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(silentForMs === undefined ? {} : { query_timeout: silentForMs }),
  })
  const loss = new AbortController()
  const lose = (reason: Error): void => loss.abort(reason)
  client.on('error', lose)
  client.on('end', () => lose(new Error('the connection ended')))
  await client.connect()
  return { client, lost: loss.signal, lose }
}
