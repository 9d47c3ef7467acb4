import type { Clock } from '../clock/clock.ts'
import { isId } from '../ids/ids.ts'
import { SubjectErased, type Vault } from '../vault/vault.ts'
import type { MailDb } from './outbox-table.ts'
import { MailUnavailable, type Mail, type Mailer } from './port.ts'

export type PostgresOutbox = {
  readonly db: MailDb
  readonly vault: Vault
  readonly clock: Clock
}

/**
 * Keeps each mail until a worker has brought it to the mail server (`deliver.ts`): whoever asks for a mail does not wait for
 * that server, and one that is away loses nothing. An id is taken once.
 */
export const createPostgresOutbox = ({ db, vault, clock }: PostgresOutbox): Mailer => {
  const keep = async ({ id, person = id, ...letter }: Mail): Promise<void> => {
    const sealed = await vault.seal(person, JSON.stringify(letter))
    const now = clock.now()
    await db
      .insertInto('mail_outbox')
      .values({ mail_id: id, status: 'WAITING', sealed, queued_at: now, next_attempt_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
      .catch((cause: unknown) => {
        throw new MailUnavailable('the outbox cannot be reached', { cause })
      })
  }
  return {
    send: async (mail) => {
      if (!isId(mail.id)) throw new RangeError(`a mail's id is a UUID: ${mail.id}`)
      await keep(mail).catch((error: unknown) => {
        // Nobody is there any more to read it.
        if (!(error instanceof SubjectErased)) throw error
      })
    },
  }
}
