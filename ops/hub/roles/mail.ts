import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { runDelivery } from '../../../platform/mail/deliver.ts'
import { createSmtp } from '../../../platform/mail/smtp.ts'
import { mailStanding } from '../../../platform/mail/standing.ts'
import type { Connections } from '../connections.ts'
import { running, type Running } from '../keep.ts'

export type RunningDelivery = Running & { readonly details: NonNullable<Health['details']> }

/** Brings what waits in the outbox to the mail server; nothing where mails are files. */
export const startMailDelivery = (
  { mailUrl: url, mailFrom: from }: Config,
  { clock, vault }: Services,
  { postgres: { db } }: Pick<Connections, 'postgres'>,
  logger: Logger,
): RunningDelivery | undefined => {
  if (url === undefined) return undefined
  const transport = createSmtp({ url, from })
  const work = running((signal) => runDelivery({ db, vault, clock, transport, logger }, signal))
  return { ...work, details: { mail: () => mailStanding(db, clock) } }
}
