import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { CommandDefinition } from '../../commands/shared/definition.ts'
import { execute, type Outcome } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { createAccessTokens } from '../../platform/auth/access-token.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { createFileOutbox, readOutbox } from '../../platform/mail/file-outbox.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import { servicesOn } from '../kit/services.ts'
import { startTestPostgres } from '../servers/postgres.ts'

export const startOfTests = '2026-11-20T12:00:00.000Z'

/** A real event store and Postgres, a clock moved by hand, and as many processes upon them as a test wants. */
export const startHub = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-accounts-'))
  const [node, database] = await Promise.all([
    startEventStore({ dataDir: join(dataDir, 'events'), port: 0 }),
    startTestPostgres(),
  ])
  const eventStore = connectEventStore(node.connectionString)
  const postgres = await connectPostgres(database.url)
  const clock = manualClock(startOfTests)
  const outbox = join(dataDir, 'outbox')

  /** The services of one more process: nothing is shared with the others but the servers. */
  const process = (store: EventStore = eventStore): Services => ({
    ...servicesOn(store, clock),
    vault: createPostgresVault(postgres.db, Buffer.alloc(32, 7)),
    mailer: createFileOutbox(outbox),
    accessTokens: createAccessTokens({ secret: Buffer.alloc(32, 9), lifetimeSeconds: 900, clock }),
  })

  return {
    eventStore,
    clock,
    postgres,
    postgresUrl: database.url,
    process,
    mails: () => readOutbox(outbox),
    log: () => eventStore.readAll({ maxCount: 10_000, filter: ofAccounts }),
    stop: async () => {
      await Promise.all([eventStore.close(), postgres.close()])
      await Promise.all([node.stop(), database.stop()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestHub = Awaited<ReturnType<typeof startHub>>

const ofAccounts = {
  on: 'stream',
  prefixes: ['user-', 'emailR', 'usernameR', 'organisation-', 'session-', 'apiKey-'],
} as const

export const nobody: Omit<CommandContext, 'commandId'> = {
  actor: { kind: 'system', id: 'anonymous' },
  scopes: [],
  correlationId: randomUUID(),
  causationId: randomUUID(),
}

/** Executes as one request would be. Left out: a new command id, nobody signed in. */
export const run = <Input extends z.ZodType, Answer>(
  services: Services,
  definition: CommandDefinition<Input, Answer>,
  input: unknown,
  context: Partial<CommandContext> = {},
): Promise<Outcome<Answer>> =>
  execute(services, definition, input, { ...nobody, commandId: randomUUID(), ...context })

/** The answer of a command that has to go through. */
export const answerOf = async <Answer>(outcome: Promise<Outcome<Answer>>): Promise<Answer> => {
  const settled = await outcome
  if (settled.kind === 'failed') throw new Error(JSON.stringify(settled.failure))
  return settled.answer
}

/** `done`, or the code of the failure. */
export const codeOf = async (outcome: Promise<Outcome<unknown>>): Promise<string> => {
  const settled = await outcome
  return settled.kind === 'done' ? 'done' : settled.failure.code
}

export const ofStream = (log: readonly RecordedEvent[], stream: string): readonly string[] =>
  log.filter((event) => event.stream === stream).map(({ type }) => type)
