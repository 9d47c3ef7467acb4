import { z } from 'zod'
import type { Told } from '../../domain/engagement/told.ts'

/** What a mail says of one notification, as it is sealed in the log. */
const Entry = z.strictObject({
  at: z.string(),
  title: z.string(),
  text: z.string(),
  about: z.string(),
})
export type Entry = z.output<typeof Entry>

export const writeEntry = ({ title, text, about }: Told, at: string): string =>
  JSON.stringify({ at, title, text, about } satisfies Entry)

export const readEntry = (text: string): Entry => Entry.parse(JSON.parse(text))

const paragraph = ({ at, title, text, about }: Entry): string =>
  [`${title} (${at})`, text, about.replace(':', ' ')].join('\n')

/** The mail of these entries: one by itself, or several as a digest. */
export const composeMail = (
  entries: readonly Entry[],
): { readonly subject: string; readonly text: string } => {
  const [first] = entries
  const subject =
    first === undefined || entries.length > 1
      ? `${entries.length} notifications of Quantum Hub`
      : first.title
  const closing = 'You choose what is mailed to you, and when, in your notification preferences.'
  return { subject, text: [...entries.map(paragraph), closing, ''].join('\n\n') }
}
