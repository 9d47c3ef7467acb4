import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Attempt, Transport } from './transport.ts'

export type SmtpOptions = {
  /** `smtp://` upgrades to TLS, and insists on it unless the URL says `?requireTLS=false`; `smtps://` begins with it. */
  readonly url: string
  /** The sender, `Name <address>`. */
  readonly from: string
}

/** Milliseconds of silence. An attempt ends well within the time for which the mail is kept from others. */
const patience = {
  dnsTimeout: 30_000,
  connectionTimeout: 30_000,
  greetingTimeout: 30_000,
  socketTimeout: 60_000,
}

const Trouble = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.int().optional(),
})

/** RFC 5321, 4.2.1: 5yz is for good. Said of recipient or text it is about this mail; of all else, about our settings. */
const outcomeOf = (error: unknown): Attempt => {
  const { code, command, responseCode } = Trouble.safeParse(error).data ?? {}
  const told = responseCode === undefined ? (code ?? 'UNKNOWN') : `SMTP_${responseCode.toString()}`
  const isFinal = responseCode !== undefined && responseCode >= 500 && responseCode <= 599
  const isOfMail = command === 'RCPT TO' || command === 'DATA'
  return isFinal && isOfMail ? { kind: 'refused', code: told } : { kind: 'trouble', code: told }
}

const domainOf = (from: string): string => /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

/** Brings mails to a mail server. Tried again, a mail bears the same Message-ID, by which servers and readers know it. */
export const createSmtp = ({ url, from }: SmtpOptions): Transport => {
  const target = new URL(url)
  if (target.protocol === 'smtp:' && !target.searchParams.has('requireTLS'))
    target.searchParams.set('requireTLS', 'true')
  for (const [name, ms] of Object.entries(patience))
    if (!target.searchParams.has(name)) target.searchParams.set(name, ms.toString())
  const transport = createTransport(target.href)
  const domain = domainOf(from)
  return {
    attempt: async ({ id, to, subject, text, attachments = [], writtenAt }) => {
      try {
        await transport.sendMail({
          from,
          // As a value, so that nothing in an address is taken for a second one.
          to: { name: '', address: to },
          subject,
          text,
          attachments: attachments.map(({ fileName: filename, contentType, base64 }) => ({
            ...{ filename, contentType, encoding: 'base64', content: base64 },
          })),
          messageId: `<${id}@${domain}>`,
          date: writtenAt,
          // RFC 3834: no answer of a machine is wanted.
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return { kind: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}
