import { z } from 'zod'
import {
  EmailAddress,
  NewPassword,
  OrganisationName,
  Username,
} from '../../domain/accounts/names.ts'
import { SelfChosenRole } from '../../domain/accounts/roles.ts'
import { defineCommand } from '../shared/definition.ts'
import { registerAccount } from './registration.ts'
import { mailVerification } from './verification-mail.ts'

/** A person signs up, with an organisation of their own, and is sent a token to verify the address by. */
export const register = defineCommand({
  name: 'accounts.register',
  input: z.strictObject({
    email: EmailAddress,
    username: Username,
    password: NewPassword,
    roles: z.array(SelfChosenRole).min(1).max(3).default(['consumer']),
    organisationName: OrganisationName.default('Personal'),
  }),
  scope: 'public',
  run: async (input, tools) => {
    const registered = await registerAccount(tools, { ...input, proveEmail: true })
    if ('answer' in registered) await mailVerification(tools, registered.answer.userId, input.email)
    return registered
  },
})
