import { z } from 'zod'

/** An e-mail address in the one form in which it is compared, reserved and written to: trimmed, lower case. */
export const EmailAddress = z
  .string()
  .max(254)
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'an e-mail address is expected' }))

/** A username, compared without regard to case: 3 to 32 letters, digits and inner hyphens. */
export const Username = z
  .string()
  .max(32)
  .trim()
  .toLowerCase()
  .pipe(
    z.string().regex(/^[a-z0-9](?:[a-z0-9]|-(?!-)){1,30}[a-z0-9]$/, {
      error: '3 to 32 letters, digits and single inner hyphens are expected',
    }),
  )

/** A new password. Length is what makes it strong; nothing else is asked for (NIST SP 800-63B, 3.1.1.2). */
export const NewPassword = z.string().min(12).max(128)

export const OrganisationName = z.string().trim().min(1).max(100)
