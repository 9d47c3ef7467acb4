import { z } from 'zod'
import { EmailAddress } from '../../domain/accounts/names.ts'
import { emailReservation } from '../../domain/accounts/reservation.ts'
import { user } from '../../domain/accounts/user.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import { emailHashOf, ownerOfEmail } from './name-hash.ts'
import { mailVerification, verificationFor } from './verification-mail.ts'

/** Sends a new token to an address that waits for verification. Whether there is such an account is not told. */
export const resendVerification = defineCommand({
  name: 'accounts.resend-verification',
  input: z.strictObject({ email: EmailAddress }),
  scope: 'public',
  run: async ({ email }, tools) => {
    // The same for every address: a revision or position would tell what this command wrote.
    const silent: Completed<Record<string, never>> = {
      answer: {},
      changed: {
        stream: streamOf(emailReservation, emailHashOf(tools.services, email)),
        revision: 0n,
        position: 0n,
        replayed: false,
        events: [],
      },
    }
    const userId = await ownerOfEmail(tools, email)
    if (userId === undefined) return silent
    const { demand } = verificationFor(tools, userId)
    const changed = await tools.change(user, userId, {
      type: 'RequestVerification',
      userId,
      ...demand,
    })
    const isUnfinished = isRejection(changed) && changed.rejected === 'NOT_FOUND'
    if (!('stream' in changed) && !isUnfinished) return changed
    await mailVerification(tools, userId, email)
    return silent
  },
})
