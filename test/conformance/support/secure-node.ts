import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { passwordFileOf } from '../../../ops/embedded/event-store/security/standard-users.ts'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { writeCertificate } from '../../servers/certificate.ts'
import { connectionOf, urlAs, type Connection, type Credentials } from './connection.ts'
import { given } from './node.ts'

/** A node that asks who calls: with TLS, users and rights. */
export type SecureNode = {
  readonly connection: Connection
  readonly admin: Credentials
  /** A connection of its own by somebody, or by nobody. */
  readonly as: (login?: Credentials) => EventStoreDBClient
  readonly embedded: boolean
  readonly close: () => Promise<void>
}

const notOffered = 'the node given has no TLS and so no users'
const noLogin = 'the connection string names no administrator'

/** Why these cases can't be tried on the node given; false when they can. */
export const securityOff = (): string | false => {
  if (given === undefined) return false
  const { secure, login } = connectionOf(given)
  if (!secure) return notOffered
  return login === undefined ? noLogin : false
}

const embedded = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-secure-'))
  const files = writeCertificate(directory)
  const dataDir = join(directory, 'data')
  const args = ['--tls-cert', files.certificate, '--tls-key', files.key]
  const store = await startEventStore({ dataDir, port: 0, args })
  const password = readFileSync(passwordFileOf(dataDir, 'admin'), 'utf8').trim()
  const url = store.connectionString.replace('//', `//admin:${password}@`)
  return {
    url: `${url}&tlsCAFile=${files.certificate}`,
    stop: async () => {
      await store.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The node named by QHUB_EVENTSTORE_URL, or else an embedded one with a certificate of its own. */
export const secureNode = async (): Promise<SecureNode> => {
  const { url, stop } =
    given === undefined ? await embedded() : { url: given, stop: () => Promise.resolve() }
  const connection = connectionOf(url)
  const { login } = connection
  if (login === undefined) throw new Error(noLogin)
  const clients: EventStoreDBClient[] = []
  return {
    connection,
    admin: login,
    as: (who) => {
      const client = EventStoreDBClient.connectionString(urlAs(connection, who))
      clients.push(client)
      return client
    },
    embedded: given === undefined,
    close: async () => {
      await Promise.all(clients.map((client) => client.dispose()))
      await stop()
    },
  }
}
