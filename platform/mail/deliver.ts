import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import { parseSealed } from '../vault/sealed-text.ts'
import type { Vault } from '../vault/vault.ts'
import type { MailDb, MailOutboxTable } from './outbox-table.ts'
import { StoredAttachments } from './stored.ts'
import type { Attempt, Transport } from './transport.ts'

export type Delivery = {
  readonly db: MailDb
  readonly vault: Vault
  readonly clock: Clock
  readonly transport: Transport
  readonly logger: Pick<Logger, 'warn' | 'error'>
}

const Sealed = z.strictObject({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  attachments: StoredAttachments.exactOptional(),
})

const minute = 60_000
/** Whoever takes a mail has it for so long; a process that dies with it leaves it to the next. */
const takenForMs = 10 * minute
/** RFC 5321, 4.5.4.1: four or five days are usual. */
const givenUpAfterMs = 4 * 24 * 60 * minute
const batch = 10
const lookEveryMs = 1_000

/** 30 s, 1 min, 2 min … 1 h. */
const pauseAfter = (attempts: number): number =>
  Math.min(30_000 * 2 ** Math.min(attempts - 1, 10), 60 * minute)

type Taken = Pick<MailOutboxTable, 'sealed' | 'queued_at'> & {
  readonly mail_id: string
  readonly attempts: number
}

/** Takes what is due, which no other process then gets for a while. */
const take = ({ db }: Delivery, now: Date): Promise<readonly Taken[]> =>
  db
    .updateTable('mail_outbox')
    .set({
      attempts: sql`attempts + 1`,
      next_attempt_at: new Date(now.getTime() + takenForMs),
    })
    .where('mail_id', 'in', (due) =>
      due
        .selectFrom('mail_outbox')
        .select('mail_id')
        .where('status', '=', 'WAITING')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(batch)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['mail_id', 'sealed', 'queued_at', 'attempts'])
    .execute()

type Outcome = Attempt | { readonly kind: 'erased' }

const attempt = async (
  { vault, transport }: Delivery,
  { mail_id: id, sealed, queued_at: writtenAt }: Taken,
): Promise<Outcome> => {
  const clear = sealed === null ? undefined : await vault.open(sealed)
  if (clear === undefined) return { kind: 'erased' }
  return transport.attempt({ id, writtenAt, ...Sealed.parse(JSON.parse(clear)) })
}

const settled = { sent: 'SENT', refused: 'REFUSED', erased: 'ERASED' } as const

/** Only while it waits: a slower process cannot call back what another one has settled. */
const write = async (
  { db, vault }: Delivery,
  { mail_id, sealed, attempts, queued_at }: Taken,
  outcome: Outcome,
  now: Date,
): Promise<void> => {
  const trouble = 'code' in outcome ? outcome.code : null
  const isTrouble = outcome.kind === 'trouble'
  const waits = isTrouble && now.getTime() - queued_at.getTime() < givenUpAfterMs
  const status = isTrouble ? 'EXPIRED' : settled[outcome.kind]
  await db
    .updateTable('mail_outbox')
    .set(
      waits
        ? { trouble, next_attempt_at: new Date(now.getTime() + pauseAfter(attempts)) }
        : { trouble, status, sealed: null, settled_at: now },
    )
    .where('mail_id', '=', mail_id)
    .where('status', '=', 'WAITING')
    .execute()
  if (!waits && sealed !== null && isOwnKey(sealed, mail_id)) await vault.destroy(mail_id)
}

/** Of a mail about nobody who has an account: the key goes with it. */
const isOwnKey = (sealed: string, mailId: string): boolean =>
  parseSealed(sealed)?.subjectId === mailId

/** Attempts what is due once, and says how much that was. */
export const deliverDue = async (delivery: Delivery): Promise<number> => {
  const { clock, logger } = delivery
  const taken = await take(delivery, clock.now())
  await Promise.all(
    taken.map(async (mail) => {
      const { mail_id: mailId, attempts } = mail
      const outcome = await attempt(delivery, mail)
      await write(delivery, mail, outcome, clock.now())
      if (outcome.kind === 'refused')
        logger.error({ mailId, code: outcome.code }, 'the mail server refuses a mail for good')
      if (outcome.kind === 'trouble')
        logger.warn({ mailId, attempts, code: outcome.code }, 'a mail waits for another attempt')
    }),
  )
  return taken.length
}

/** Delivers until the signal; what is under way then is finished. Any number of processes may do so at a time. */
export const runDelivery = async (delivery: Delivery, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const done = await deliverDue(delivery).catch((error: unknown) => {
      delivery.logger.warn({ error }, 'mails could not be brought on their way')
      return 0
    })
    if (done < batch) await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
  delivery.transport.close()
}
