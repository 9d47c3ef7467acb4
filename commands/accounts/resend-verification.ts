import { z } from 'zod'
import { EmailAddress } from '../../domain/accounts/names.ts'
import { user } from '../../domain/accounts/user.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownerOfEmail } from './name-hash.ts'
import { silence } from './silence.ts'
import { mailVerification, verificationFor } from './verification-mail.ts'

/** Sends a new token to an address that waits for verification. Whether there is such an account is not told. */
export const resendVerification = defineCommand({
  name: 'accounts.resend-verification',
  input: z.strictObject({ email: EmailAddress }),
  scope: 'public',
  run: async ({ email }, tools) => {
    const userId = await ownerOfEmail(tools, email)
    if (userId === undefined) return silence(tools, email)
    const { demand } = verificationFor(tools, userId)
    const changed = await tools.change(user, userId, {
      type: 'RequestVerification',
      userId,
      ...demand,
    })
    const isUnfinished = isRejection(changed) && changed.rejected === 'NOT_FOUND'
    if (!('stream' in changed) && !isUnfinished) return changed
    await mailVerification(tools, userId, email)
    return silence(tools, email)
  },
})
