import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { change } from '../../commands/shared/change.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { app } from '../../domain/catalog/app.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { createHttpClient, Refused, type Answer } from '../../ops/client/http-client.ts'
import { signUp, type Person } from '../../ops/client/sign-up.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'

/** A whole hub, people who sell and buy, and an operator. */
export const openMarket = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-market-'))
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '10000',
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const hub = await startHub(loaded.config, createLogger('silent'), () => undefined)
  const { writeApi = '', readApi = '' } = hub.addresses
  const http = createHttpClient(writeApi)
  const outbox = join(dataDir, 'outbox')
  const [seller, buyer, stranger, operator] = [
    await signUp(http, outbox, 'sella', 'developer'),
    await signUp(http, outbox, 'bob-buyer', 'consumer'),
    await signUp(http, outbox, 'stranger', 'developer'),
    await makeOperator(hub, http),
  ]

  /** What a saga would tell an aggregate. */
  const tell = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<void> => {
    const context = systemContext('test', randomUUID(), id, id)
    const told = await change(hub.services, context, 'test', aggregate, id, command)
    if (!('stream' in told)) throw new Error(told.detail)
  }

  /** An app of the seller's, and how to release a version of it. */
  const createApp = async (slug: string) => {
    const appId = randomUUID()
    await tell(app, appId, {
      type: 'CreateApp',
      appId,
      organisationId: seller.organisationId,
      slug,
      details: {
        name: slug,
        summary: 'An app.',
        type: 'CHEMISTRY',
        licence: 'Apache-2.0',
        readme: '',
        tags: [],
      },
      visibility: 'PUBLIC',
    })
    const versionId = randomUUID()
    const released = { appId, versionId, semver: '1.0.0' }
    return { appId, release: () => tell(app, appId, { type: 'RecordRelease', ...released }) }
  }

  let newest = 0n
  /** Sends and remembers how far the log is. */
  const send = async (
    who: Person,
    method: string,
    path: string,
    body?: object,
    key: string = randomUUID(),
  ): Promise<Answer['body']> => {
    const answer = await http.send(method, path, body, { token: who.token, key })
    const { position } = answer.body
    if (typeof position === 'string' && BigInt(position) > newest) newest = BigInt(position)
    return answer.body
  }

  return {
    hub,
    seller,
    buyer,
    stranger,
    operator,
    tell,
    createApp,
    send,
    read: async (who: Person, path: string) => (await http.get(path, { token: who.token })).body,
    /** `done`, or the code of the refusal. */
    codeOf: async (work: Promise<unknown>): Promise<string> => {
      try {
        await work
        return 'done'
      } catch (error) {
        if (error instanceof Refused) return error.code
        throw error
      }
    },
    /** Asks the read models for what is not older than the last command. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer of any shape, read by assertions alone
    ask: async (text: string, who?: Person): Promise<any> => {
      const query = `query @atLeast(position: "${newest}", waitMs: 5000) { ${text} }`
      const reply = await fetch(new URL('/graphql', readApi), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(who === undefined ? {} : { authorization: `Bearer ${who.token}` }),
        },
        body: JSON.stringify({ query }),
      })
      const { data, errors } = (await reply.json()) as { data?: unknown; errors?: unknown }
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data
    },
    close: async () => {
      await hub.drain()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
