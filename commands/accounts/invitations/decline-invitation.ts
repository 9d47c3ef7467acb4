import { z } from 'zod'
import { defineCommand } from '../../shared/definition.ts'
import { answerInvitation } from './answer.ts'

/** Says no, for good. */
export const declineInvitation = defineCommand({
  name: 'accounts.decline-invitation',
  input: z.strictObject({ token: z.string().max(200) }),
  scope: 'accounts:write',
  run: async ({ token }, tools) => {
    const answered = await answerInvitation(tools, token, 'DeclineInvitation')
    if (!('state' in answered)) return answered
    const { invitationId, changed } = answered
    if (tools.context.validateOnly !== true) await tools.services.vault.destroy(invitationId)
    return { answer: { invitationId }, changed }
  },
})
