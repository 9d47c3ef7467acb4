import { z } from 'zod'
import { beginLinking, beginSignIn } from '../../commands/accounts/sign-in/begin.ts'
import { completeSignIn } from '../../commands/accounts/sign-in/complete.ts'
import { linkIdentity, unlinkIdentity } from '../../commands/accounts/sign-in/link.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'
import { SessionAnswer } from './session-routes.ts'

const Provider = z.strictObject({ provider: beginSignIn.input.shape.provider })
const Begun = z.object({
  authorizationUrl: z.string().max(4000),
  flow: z.string().max(200),
  expiresAt: Instant,
})
const back = {
  flow: 'qhf_0BrQ5kq3xN2yJ8vWc7TzLm4pHd9sFgRe1UaXiYoKbVnM',
  callback: 'code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&iss=https%3A%2F%2Faccounts.example.org',
}

export const signInRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'beginSignIn',
    tag: 'accounts',
    summary: 'Sign in at a provider: begin',
    description:
      'Answers where to send the browser, and a `flow` that the page keeps for itself until the browser is back. Nothing is written down.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/sign-in/:provider/flows',
    command: beginSignIn,
    params: Provider,
    body: noBody,
    input: (path) => path,
    status: 201,
    answer: Begun,
    access: 'attempt',
    keySpace: ({ provider }) => provider,
    secret: true,
  }),
  mountCommand({
    operationId: 'completeSignIn',
    tag: 'accounts',
    summary: 'Sign in at a provider: complete',
    description:
      'Takes the flow and the query with which the browser came back (`callback`). Opens a session of the account that the provider’s account is linked to. Who is new here gets an account under the address that the provider has verified; an address that has an account here opens nothing: log in to it, and link. Who has a second factor is answered `MFA_REQUIRED`, as `logIn` does.',
    problems: [
      'CHALLENGE_INVALID',
      'SIGN_IN_FAILED',
      'VERIFIED_EMAIL_REQUIRED',
      'IDENTITY_NOT_LINKED',
      'IDENTITY_TAKEN',
      'EMAIL_TAKEN',
      'USERNAME_TAKEN',
      'REGISTRATION_ABANDONED',
      'MFA_REQUIRED',
      'EMAIL_NOT_VERIFIED',
      'ACCOUNT_DISABLED',
      'ACCOUNT_DEACTIVATED',
      'FORBIDDEN',
      'NOT_FOUND',
    ],
    method: 'POST',
    path: '/v1/sign-in/:provider/sessions',
    command: completeSignIn,
    params: Provider,
    body: completeSignIn.input.omit({ provider: true }),
    example: { ...back, roles: ['consumer'] },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: SessionAnswer,
    access: 'attempt',
    keySpace: ({ flow }) => flow,
    secret: true,
  }),
  mountCommand({
    operationId: 'beginLinking',
    tag: 'accounts',
    summary: 'Link an account at a provider: begin',
    description: 'As `beginSignIn`, for the person who asks alone.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/me/sign-in/:provider/flows',
    command: beginLinking,
    params: Provider,
    body: noBody,
    input: (path) => path,
    status: 201,
    answer: Begun,
    secret: true,
  }),
  mountCommand({
    operationId: 'linkIdentity',
    tag: 'accounts',
    summary: 'Link an account at a provider: complete',
    description: 'From then on it signs in to your account.',
    problems: [
      'CHALLENGE_INVALID',
      'SIGN_IN_FAILED',
      'IDENTITY_TAKEN',
      'IDENTITY_NOT_LINKED',
      'NOT_FOUND',
    ],
    method: 'POST',
    path: '/v1/me/sign-in/:provider/identities',
    command: linkIdentity,
    params: Provider,
    body: linkIdentity.input.omit({ provider: true }),
    example: back,
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ identityId: Id }),
    secret: true,
  }),
  mountCommand({
    operationId: 'unlinkIdentity',
    tag: 'accounts',
    summary: 'Unlink an account at a provider',
    description: 'It signs in no more. The last way to log in stays.',
    problems: ['LAST_SIGN_IN_METHOD', 'NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/me/identities/:identityId',
    command: unlinkIdentity,
    params: z.strictObject({ identityId: Id }),
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: z.object({ identityId: Id }),
    precondition: 'accepted',
  }),
]
