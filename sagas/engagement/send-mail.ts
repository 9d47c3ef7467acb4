import { load } from '../../commands/shared/load.ts'
import { user } from '../../domain/accounts/user.ts'
import { notificationMail } from '../../domain/engagement/notification-mail.ts'
import { changeAs, succeeded, type EffectOutcome, type Performers } from '../runtime/effects.ts'
import { composeMail, readEntry } from './mail-text.ts'
import type { MailingEffect } from './mailing.ts'

const refused = (code: string, detail: string): EffectOutcome => ({ type: 'refused', code, detail })

/** Closes the mail, then sends what is in it: performed again, it is the same mail under the same id. */
export const performMailingEffects: Performers<MailingEffect> = {
  sendMail: async ({ mailId, userId }, tools) => {
    const { eventStore, foldCache, vault, mailer } = tools.services
    const closed = await changeAs(tools, notificationMail, mailId, {
      type: 'Close',
      mailId,
      userId,
    })
    if (closed.type !== 'succeeded') return closed
    const { state: account } = await load(eventStore, foldCache, user, userId)
    if (account.kind !== 'registered' || account.disabled)
      return refused('NO_ACCOUNT', 'The account is closed.')
    if (account.verification.kind !== 'verified')
      return refused('NOT_VERIFIED', 'The address was never verified.')
    const to = await vault.open(account.email)
    if (to === undefined) return refused('ERASED', 'The person was erased.')
    const { state: mail } = await load(eventStore, foldCache, notificationMail, mailId)
    const opened = await Promise.all(mail.items.map(({ text }) => vault.open(text)))
    const entries = opened.flatMap((text) => (text === undefined ? [] : [readEntry(text)]))
    await mailer.send({ id: mailId, person: userId, to, ...composeMail(entries) })
    return succeeded({ notifications: entries.length })
  },
}
