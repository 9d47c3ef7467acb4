import { z } from 'zod'
import { changePassword } from '../../commands/accounts/change-password.ts'
import { deactivateAccount } from '../../commands/accounts/deactivate-account.ts'
import { reactivateAccount } from '../../commands/accounts/reactivate-account.ts'
import { requestPasswordReset } from '../../commands/accounts/request-password-reset.ts'
import { resetPassword } from '../../commands/accounts/reset-password.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id } from '../shapes.ts'

const AccountAnswer = z.object({ userId: Id })

/** What a person does about the way into their own account. */
export const passwordRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'requestPasswordReset',
    tag: 'accounts',
    summary: 'Ask for a new password',
    description:
      'Mails a token that is good for an hour. Answers the same for every address: who has an account is not told.',
    problems: [],
    method: 'POST',
    path: '/v1/password-resets',
    command: requestPasswordReset,
    params: z.strictObject({}),
    body: requestPasswordReset.input,
    example: { email: 'ravi@example.org' },
    input: (_, body) => body,
    status: 202,
    answer: z.object({}),
    access: 'attempt',
    keySpace: ({ email }) => email,
  }),
  mountCommand({
    operationId: 'resetPassword',
    tag: 'accounts',
    summary: 'Set a new password by the mailed token',
    description:
      'The token works once, and only the newest one. Every session of the person ends; API keys stay.',
    problems: ['PASSWORD_RESET_INVALID'],
    method: 'POST',
    path: '/v1/password-resets/complete',
    command: resetPassword,
    params: z.strictObject({}),
    body: resetPassword.input,
    example: {
      token: 'qhp_0BrQ5kq3xN2yJ8vWc7TzLm4pHd9sFgRe1UaXiYoKbVnM',
      password: 'staple battery horse correct',
    },
    input: (_, body) => body,
    status: 200,
    answer: AccountAnswer,
    access: 'attempt',
    keySpace: ({ token }) => token,
  }),
  mountCommand({
    operationId: 'changePassword',
    tag: 'accounts',
    summary: 'Change your password',
    description: 'Takes the password of now. Every other session of yours ends; API keys stay.',
    problems: ['WRONG_PASSWORD', 'NOT_FOUND'],
    method: 'PUT',
    path: '/v1/me/password',
    command: changePassword,
    params: z.strictObject({}),
    body: changePassword.input,
    triesPassword: true,
    example: { current: 'correct horse battery staple', password: 'staple battery horse correct' },
    input: (_, body) => body,
    status: 200,
    answer: AccountAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'deactivateAccount',
    tag: 'accounts',
    summary: 'Let your account rest',
    description: 'Every session of yours ends and your API keys stop, until you reactivate it.',
    problems: ['WRONG_PASSWORD', 'NOT_FOUND'],
    method: 'POST',
    path: '/v1/me/deactivate',
    command: deactivateAccount,
    params: z.strictObject({}),
    body: deactivateAccount.input,
    triesPassword: true,
    example: { password: 'correct horse battery staple' },
    input: (_, body) => body,
    status: 200,
    answer: AccountAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'reactivateAccount',
    tag: 'accounts',
    summary: 'Wake an account that rests',
    description: 'Takes address and password, and logs nobody in.',
    problems: ['INVALID_CREDENTIALS'],
    method: 'POST',
    path: '/v1/accounts/reactivate',
    command: reactivateAccount,
    params: z.strictObject({}),
    body: reactivateAccount.input,
    example: { email: 'ravi@example.org', password: 'correct horse battery staple' },
    input: (_, body) => body,
    status: 200,
    answer: AccountAnswer,
    access: 'attempt',
    keySpace: ({ email }) => email,
  }),
]
