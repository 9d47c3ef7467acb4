import { randomUUID } from 'node:crypto'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { flowSecrets, readFlow, writeFlow } from '../../../platform/auth/sign-in-flow.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { ExternalIdentity } from '../../../platform/sign-in/port.ts'
import { notFound } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** Whoever signs in has so long at the provider. */
const validForMs = 10 * 60_000

export type Begun = {
  readonly authorizationUrl: string
  readonly flow: string
  readonly expiresAt: string
}

/** Sends nobody anywhere yet, and writes nothing down: a flow that nobody completes leaves no trace. */
export const beginFlow = async (
  { services }: CommandTools,
  provider: string,
  linkFor?: string,
): Promise<Completed<Begun> | Rejection | Failure> => {
  const { signIn, secrets, clock } = services
  if (!signIn.names.includes(provider)) return notFound('sign-in provider')
  // No fact follows from it, so it need not be the same when asked again.
  const flowId = randomUUID()
  const asked = await signIn.authorizationUrl(provider, flowSecrets(secrets.tokenKey, flowId))
  if (asked.kind !== 'url') return { code: 'UNAVAILABLE', detail: asked.detail }
  const expiresAt = new Date(clock.now().getTime() + validForMs).toISOString()
  const own = { flowId, provider, expiresAt, ...(linkFor === undefined ? {} : { linkFor }) }
  const flow = writeFlow(secrets.tokenKey, own)
  return { answer: { authorizationUrl: asked.url, flow, expiresAt }, changed: nowhere }
}

const nowhere = { stream: '', revision: 0n, position: 0n, replayed: false, events: [] }

/** Who came back from the provider; only in the flow of the one who asks, if it is for somebody. */
export const comeBack = async (
  { services }: CommandTools,
  provider: string,
  flow: string,
  callback: string,
  linkFor?: string,
): Promise<{ readonly identity: ExternalIdentity } | Rejection | Failure> => {
  const { signIn, secrets, clock } = services
  if (!signIn.names.includes(provider)) return notFound('sign-in provider')
  const begun = readFlow(secrets.tokenKey, provider, flow, clock.now())
  if (begun === undefined || begun.linkFor !== linkFor)
    return reject('CHALLENGE_INVALID', 'The flow is wrong or has expired.')
  const own = flowSecrets(secrets.tokenKey, begun.flowId)
  const outcome = await signIn.identityOf(provider, own, callback)
  switch (outcome.kind) {
    case 'identity':
      return outcome
    case 'refused':
      return reject('SIGN_IN_FAILED', outcome.detail)
    case 'unavailable':
      return { code: 'UNAVAILABLE', detail: outcome.detail }
    default:
      return outcome satisfies never
  }
}
