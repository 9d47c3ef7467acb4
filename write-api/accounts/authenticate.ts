import { verifyApiKey } from '../../commands/accounts/verify-api-key.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Principal } from '../../platform/auth/principal.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { Authenticate, Credentials } from '../../platform/http/credentials.ts'

/** One answer for whatever is wrong with a credential: which it was helps only who guesses. */
const unauthenticated: Failure = {
  code: 'UNAUTHENTICATED',
  detail: 'The credential is not valid.',
}

/** Access tokens by their signature, API keys by the log. */
export const createAuthenticate =
  (services: Services): Authenticate =>
  async (credentials: Credentials): Promise<Principal | Failure> => {
    if (credentials.kind === 'apiKey') {
      const verified = await verifyApiKey(services, credentials.key)
      return verified.kind === 'VALID' ? verified.principal : unauthenticated
    }
    const verified = await services.accessTokens.verify(credentials.token)
    switch (verified.kind) {
      case 'valid':
        return verified.principal
      case 'expired':
        return { code: 'TOKEN_EXPIRED', detail: 'The access token has expired.' }
      case 'invalid':
        return unauthenticated
      default:
        return verified satisfies never
    }
  }
