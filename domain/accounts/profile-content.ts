import { z } from 'zod'

const Line = (length: number) => z.string().trim().min(1).max(length)

/** Nothing of a page is fetched in clear, and no address carries a password. */
const SecureUrl = z
  .url({ protocol: /^https$/, error: 'an https address is expected' })
  .max(2048)
  .regex(/^https:\/\/[^/?#@]+(?:[/?#]|$)/i, {
    error: 'an https address without a name is expected',
  })

/** What a person says of themselves. Left out is left open. */
export const ProfileContent = z.strictObject({
  displayName: Line(100).exactOptional(),
  organisation: Line(100).exactOptional(),
  bio: Line(2000).exactOptional(),
  avatarUrl: SecureUrl.exactOptional(),
  links: z
    .array(z.strictObject({ label: Line(50), url: SecureUrl }))
    .max(10)
    .default([]),
  /** How to reach the person: an address, a page, in their own words. */
  contact: Line(200).exactOptional(),
})
export type ProfileContent = z.output<typeof ProfileContent>
