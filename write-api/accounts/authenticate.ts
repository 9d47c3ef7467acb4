import { noteUse } from '../../commands/accounts/note-use.ts'
import { verifyApiKey } from '../../commands/accounts/verify-api-key.ts'
import { createVerifySession } from '../../commands/accounts/verify-session.ts'
import { verifySubscriptionKey } from '../../commands/subscriptions/keys/verify-key.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { Authenticate, Credentials } from '../../platform/http/credentials.ts'

/** One answer for whatever is wrong with a credential: which it was helps only who guesses. */
const unauthenticated: Failure = {
  code: 'UNAUTHENTICATED',
  detail: 'The credential is not valid.',
}

/** Access tokens by their signature and by what became of their session; API keys by the log. */
export const createAuthenticate = (services: Services): Authenticate => {
  const verifySession = createVerifySession(services)
  return async (credentials: Credentials): Promise<Principal | Failure> => {
    if (credentials.kind === 'apiKey') {
      const ofApp = await verifySubscriptionKey(services, credentials.key)
      if (ofApp.kind === 'VALID') return ofApp.principal
      const verified = await verifyApiKey(services, credentials.key)
      if (verified.kind !== 'VALID') return unauthenticated
      await noteUse(services, verified.principal.actor.id)
      return verified.principal
    }
    const verified = await services.accessTokens.verify(credentials.token)
    switch (verified.kind) {
      case 'valid':
        return (await verifySession(verified.principal)) ?? unauthenticated
      case 'expired':
        return { code: 'TOKEN_EXPIRED', detail: 'The access token has expired.' }
      case 'invalid':
        return unauthenticated
      default:
        return verified satisfies never
    }
  }
}
