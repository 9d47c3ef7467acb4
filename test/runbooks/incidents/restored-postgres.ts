import { Client } from 'pg'
import { Refused } from '../../../ops/client/http-client.ts'
import { logIn, signUp } from '../../../ops/client/sign-up.ts'
import type { Raise } from '../incident.ts'

/** The hub's database as it was becomes `copy`, or is put back from it. Nobody is connected. */
const copyDatabase = async (url: string, from: string, to: string): Promise<void> => {
  const server = new URL(url)
  server.pathname = 'postgres'
  const client = new Client({ connectionString: server.href })
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${to} TEMPLATE ${from}`)
  await client.end()
}

/** Postgres was lost and is back from a backup, which somebody who registered since then is not in. */
export const restoredPostgres: Raise = async ({ stage, service, environment }) => {
  const url = environment['QHUB_POSTGRES_URL'] ?? ''
  const name = new URL(url).pathname.slice(1)
  const { http, outbox } = stage
  await signUp(http, outbox, 'early', 'consumer')
  await service('stop', 'qhub', environment)
  await copyDatabase(url, name, `${name}_backup`)
  await service('start', 'qhub', environment)
  await signUp(http, outbox, 'late', 'consumer')
  await service('stop', 'qhub', environment)
  await copyDatabase(url, `${name}_backup`, name)
  const refusal = async (username: string): Promise<string> =>
    logIn(http, username, `${username}@example.org`).then(
      () => 'none',
      (error: unknown) => (error instanceof Refused ? error.code : String(error)),
    )
  return {
    variables: {},
    left: async () => {
      const [early, late] = [await refusal('early'), await refusal('late')]
      return [
        ...(early === 'none' ? [] : [`early cannot log in: ${early}`]),
        ...(late === 'none' ? ['late can log in, without a key'] : []),
      ]
    },
  }
}
