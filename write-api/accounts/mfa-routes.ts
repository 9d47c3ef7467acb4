import { z } from 'zod'
import { disableMfa, resetMfa } from '../../commands/accounts/disable-mfa.ts'
import { enableMfa, replaceRecoveryCodes } from '../../commands/accounts/enable-mfa.ts'
import { enrolMfa } from '../../commands/accounts/enrol-mfa.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, noBody } from '../shapes.ts'

const codeProblems = ['MFA_CODE_INVALID', 'MFA_LOCKED', 'MFA_NOT_ENABLED'] as const
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string().max(40)).max(10) })

export const mfaRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'enrolMfa',
    tag: 'accounts',
    summary: 'Begin to use an authenticator',
    description:
      'Answers the secret, also as the URI that an app reads from a QR code. It counts once `enableMfa` was given a code of it. Who has a password shows it.',
    problems: ['WRONG_PASSWORD', 'MFA_ALREADY_ENABLED', 'NOT_FOUND'],
    method: 'POST',
    path: '/v1/me/mfa/enrolments',
    command: enrolMfa,
    params: z.strictObject({}),
    body: enrolMfa.input,
    example: { password: 'correct horse battery staple' },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ secret: z.string().max(80), otpauthUri: z.string().max(500) }),
    secret: true,
    triesPassword: true,
  }),
  mountCommand({
    operationId: 'enableMfa',
    tag: 'accounts',
    summary: 'Use the authenticator from now on',
    description:
      'Takes the first code of the authenticator, and answers ten recovery codes, each good for one log-in without it. They are shown in this answer, and in repetitions of this command, alone.',
    problems: [...codeProblems, 'MFA_ALREADY_ENABLED'],
    method: 'POST',
    path: '/v1/me/mfa/enable',
    command: enableMfa,
    params: z.strictObject({}),
    body: enableMfa.input,
    example: { code: '492039' },
    input: (_, body) => body,
    status: 200,
    answer: RecoveryCodes,
    secret: true,
  }),
  mountCommand({
    operationId: 'replaceRecoveryCodes',
    tag: 'accounts',
    summary: 'Get new recovery codes',
    description: 'The old ones end. Takes a code of the authenticator, or one of the old ones.',
    problems: codeProblems,
    method: 'POST',
    path: '/v1/me/mfa/recovery-codes',
    command: replaceRecoveryCodes,
    params: z.strictObject({}),
    body: replaceRecoveryCodes.input,
    example: { code: '492039' },
    input: (_, body) => body,
    status: 201,
    answer: RecoveryCodes,
    secret: true,
  }),
  mountCommand({
    operationId: 'disableMfa',
    tag: 'accounts',
    summary: 'Give the second factor up',
    problems: codeProblems,
    method: 'POST',
    path: '/v1/me/mfa/disable',
    command: disableMfa,
    params: z.strictObject({}),
    body: disableMfa.input,
    example: { code: 'q0d8-5vka-27rz-x1ne' },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ userId: Id }),
  }),
  mountCommand({
    operationId: 'resetMfa',
    tag: 'accounts',
    summary: 'Take the second factor from somebody who lost it (operators)',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/accounts/:userId/mfa/reset',
    command: resetMfa,
    params: z.strictObject({ userId: Id }),
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: z.object({ userId: Id }),
    precondition: 'accepted',
  }),
]
