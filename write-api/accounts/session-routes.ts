import { z } from 'zod'
import { logIn } from '../../commands/accounts/log-in.ts'
import { logOut } from '../../commands/accounts/log-out.ts'
import { refresh } from '../../commands/accounts/refresh.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'

const Word = z.string().max(80)
const SessionAnswer = z.object({
  userId: Id,
  sessionId: Id,
  organisationId: Id,
  roles: z.array(Word),
  scopes: z.array(Word),
  accessToken: z.string().max(4096),
  accessTokenExpiresAt: Instant,
  refreshToken: z.string().max(200),
  refreshTokenExpiresAt: Instant,
})

export const sessionRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'logIn',
    tag: 'accounts',
    summary: 'Log in',
    description: 'For one’s own organisation, or for another that one belongs to.',
    problems: ['INVALID_CREDENTIALS', 'EMAIL_NOT_VERIFIED', 'ACCOUNT_DISABLED', 'FORBIDDEN'],
    method: 'POST',
    path: '/v1/sessions',
    command: logIn,
    params: z.strictObject({}),
    body: logIn.input,
    input: (_, body) => body,
    status: 201,
    answer: SessionAnswer,
    access: 'attempt',
    keySpace: ({ email }) => email,
    secret: true,
  }),
  mountCommand({
    operationId: 'refresh',
    tag: 'accounts',
    summary: 'Exchange a refresh token',
    description: 'Each token is exchanged once; a second exchange ends the session.',
    problems: [
      'UNAUTHENTICATED',
      'SESSION_REVOKED',
      'REFRESH_TOKEN_REUSED',
      'REFRESH_TOKEN_EXPIRED',
      'ACCOUNT_DISABLED',
      'FORBIDDEN',
    ],
    method: 'POST',
    path: '/v1/sessions/refresh',
    command: refresh,
    params: z.strictObject({}),
    body: refresh.input,
    input: (_, body) => body,
    status: 200,
    answer: SessionAnswer,
    access: 'attempt',
    keySpace: ({ refreshToken }) => refreshToken,
    secret: true,
  }),
  mountCommand({
    operationId: 'logOut',
    tag: 'accounts',
    summary: 'Log out of the session of this access token',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/sessions/current',
    command: logOut,
    params: z.strictObject({}),
    body: noBody,
    input: (_, __, principal) => ({ sessionId: principal?.sessionId ?? '' }),
    status: 200,
    answer: z.object({ sessionId: Id }),
  }),
]
