import { z } from 'zod'
import { changeRoles } from '../../commands/accounts/change-roles.ts'
import { disableAccount } from '../../commands/accounts/disable-account.ts'
import { enableAccount } from '../../commands/accounts/enable-account.ts'
import { register } from '../../commands/accounts/register.ts'
import { resendVerification } from '../../commands/accounts/resend-verification.ts'
import { verify } from '../../commands/accounts/verify.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, noBody } from '../shapes.ts'

const AccountPath = z.strictObject({ userId: Id })
const AccountAnswer = z.object({ userId: Id })

export const accountRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'register',
    tag: 'accounts',
    summary: 'Sign up',
    description:
      'Opens an account with an organisation of its own. A mail with a verification token follows.',
    problems: ['EMAIL_TAKEN', 'USERNAME_TAKEN', 'REGISTRATION_ABANDONED'],
    method: 'POST',
    path: '/v1/accounts',
    command: register,
    params: z.strictObject({}),
    body: register.input,
    example: {
      email: 'ravi@example.org',
      username: 'ravi',
      password: 'correct horse battery staple',
      roles: ['developer'],
    },
    input: (_, body) => body,
    status: 201,
    answer: AccountAnswer.extend({ organisationId: Id }),
    access: 'attempt',
    keySpace: ({ email }) => email,
  }),
  mountCommand({
    operationId: 'verify',
    tag: 'accounts',
    summary: 'Prove an e-mail address',
    problems: ['VERIFICATION_INVALID'],
    method: 'POST',
    path: '/v1/accounts/verify',
    command: verify,
    params: z.strictObject({}),
    body: verify.input,
    example: { token: 'qhv_0BrQ5kq3xN2yJ8vWc7TzLm4pHd9sFgRe1UaXiYoKbVnM' },
    input: (_, body) => body,
    status: 200,
    answer: AccountAnswer,
    access: 'attempt',
    keySpace: ({ token }) => token,
  }),
  mountCommand({
    operationId: 'resendVerification',
    tag: 'accounts',
    summary: 'Ask for another verification mail',
    description: 'Answers the same for every address: who has an account is not told.',
    problems: [],
    method: 'POST',
    path: '/v1/accounts/verification-mails',
    command: resendVerification,
    params: z.strictObject({}),
    body: resendVerification.input,
    example: { email: 'ravi@example.org' },
    input: (_, body) => body,
    status: 202,
    answer: z.object({}),
    access: 'attempt',
    keySpace: ({ email }) => email,
  }),
  mountCommand({
    operationId: 'changeRoles',
    tag: 'accounts',
    summary: 'Set a person’s roles (operators)',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: '/v1/accounts/:userId/roles',
    command: changeRoles,
    params: AccountPath,
    body: changeRoles.input.omit({ userId: true }),
    example: { roles: ['developer', 'provider'] },
    input: ({ userId }, body) => ({ userId, ...body }),
    status: 200,
    answer: AccountAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'disableAccount',
    tag: 'accounts',
    summary: 'Shut an account (operators)',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/accounts/:userId/disable',
    command: disableAccount,
    params: AccountPath,
    body: disableAccount.input.omit({ userId: true }),
    example: { reason: 'Asked for by its owner.' },
    input: ({ userId }, body) => ({ userId, ...body }),
    status: 200,
    answer: AccountAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'enableAccount',
    tag: 'accounts',
    summary: 'Open a shut account again (operators)',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/accounts/:userId/enable',
    command: enableAccount,
    params: AccountPath,
    body: noBody,
    input: ({ userId }) => ({ userId }),
    status: 200,
    answer: AccountAnswer,
    precondition: 'accepted',
  }),
]
