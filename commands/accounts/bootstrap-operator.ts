import { z } from 'zod'
import {
  EmailAddress,
  NewPassword,
  OrganisationName,
  Username,
} from '../../domain/accounts/names.ts'
import { defineCommand } from '../shared/definition.ts'
import { registerAccount } from './registration.ts'

/** Makes a verified operator. No role has the scope: only the hub itself, at the hands of who runs it, can do this. */
export const bootstrapOperator = defineCommand({
  name: 'accounts.bootstrap-operator',
  input: z.strictObject({
    email: EmailAddress,
    username: Username,
    password: NewPassword,
    organisationName: OrganisationName.default('Operators'),
  }),
  scope: 'accounts:bootstrap',
  run: async (input, tools) =>
    registerAccount(tools, { ...input, roles: ['operator'], proveEmail: false }),
})
