import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  ResponseBodyError,
} from 'openid-client'
import { z } from 'zod'
import type { ExternalIdentity, SignInOutcome, SignInProviders, SignInSecrets } from './port.ts'
import type { SignInProvider } from './settings.ts'

const timeoutSeconds = 10

const connect = ({ issuer, clientId, clientSecret }: SignInProvider): Promise<Configuration> => {
  const client = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret)
  // The signature of an id token is checked, too, though it comes from the provider over TLS.
  const execute = [enableNonRepudiationChecks]
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; settings let http through on this machine alone
  if (issuer.startsWith('http:')) execute.push(allowInsecureRequests)
  return discovery(new URL(issuer), clientId, {}, client, { execute, timeout: timeoutSeconds })
}

/** Discovered when first needed, and again as long as it fails: a hub starts without its providers. */
const connectedTo = (provider: SignInProvider): (() => Promise<Configuration>) => {
  let known: Promise<Configuration> | undefined
  return () => {
    known ??= connect(provider).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

const Claims = z.object({
  email: z.string().max(254).optional(),
  // Some providers write it as text.
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  preferred_username: z.string().optional(),
})
type Claims = z.output<typeof Claims>

const isVerified = ({ email_verified: told }: Claims): boolean => told === true || told === 'true'

const identityOf = async (
  config: Configuration,
  { redirectUri }: SignInProvider,
  { state, nonce, codeVerifier }: SignInSecrets,
  callback: string,
): Promise<ExternalIdentity> => {
  const url = new URL(redirectUri)
  url.search = callback
  const tokens = await authorizationCodeGrant(config, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  })
  const idToken = tokens.claims()
  if (idToken === undefined) throw new ClientError('there is no id token')
  const { iss: issuer, sub: subject } = idToken
  const inToken = Claims.parse(idToken)
  // OpenID Connect Core, 5.4: what scopes ask for may stand at the userinfo endpoint alone.
  const asks =
    inToken.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
  const more = asks
    ? Claims.parse(await fetchUserInfo(config, tokens.access_token, subject))
    : inToken
  const { email, preferred_username: preferredName = inToken.preferred_username } = more
  return {
    issuer,
    subject,
    ...(email === undefined || !isVerified(more) ? {} : { verifiedEmail: email }),
    ...(preferredName === undefined ? {} : { preferredName }),
  }
}

/** Errors of the network and answers of a server in trouble say nothing of what the person brought. */
const troubleOf = (error: unknown): Exclude<SignInOutcome, { kind: 'identity' }> => {
  if (error instanceof AuthorizationResponseError)
    return { kind: 'refused', detail: `The provider answered ${error.error}.` }
  if (error instanceof ResponseBodyError)
    return error.error === 'invalid_grant'
      ? { kind: 'refused', detail: 'The code is wrong, too old, or was used before.' }
      : { kind: 'unavailable', detail: `The provider answered ${error.error} to the hub itself.` }
  const isOwn = error instanceof ClientError || error instanceof z.ZodError
  const cause: unknown = error instanceof Error ? error.cause : undefined
  if (isOwn && !(cause instanceof Response && cause.status >= 500) && !isNetwork(error))
    return { kind: 'refused', detail: 'What came back does not belong to this sign-in.' }
  return { kind: 'unavailable', detail: 'The provider does not answer.' }
}

const isNetwork = (error: unknown): boolean =>
  error instanceof ClientError && (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT')

/** Any provider that speaks OpenID Connect: authorization code, PKCE, state and nonce (RFC 9700). */
export const createOpenIdProviders = (settings: readonly SignInProvider[]): SignInProviders => {
  const providers = new Map(
    settings.map((provider) => [provider.name, { provider, connected: connectedTo(provider) }]),
  )
  const named = (name: string) => {
    const found = providers.get(name)
    if (found === undefined) throw new RangeError(`no sign-in provider is called ${name}`)
    return found
  }
  return {
    names: [...providers.keys()],
    authorizationUrl: async (name, { state, nonce, codeVerifier }) => {
      const { provider, connected } = named(name)
      try {
        const url = buildAuthorizationUrl(await connected(), {
          redirect_uri: provider.redirectUri,
          scope: provider.scope,
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        })
        return { kind: 'url', url: url.href }
      } catch {
        return { kind: 'unavailable', detail: 'The provider does not answer.' }
      }
    },
    identityOf: async (name, secrets, callback) => {
      const { provider, connected } = named(name)
      try {
        const config = await connected()
        return { kind: 'identity', identity: await identityOf(config, provider, secrets, callback) }
      } catch (error) {
        return troubleOf(error)
      }
    },
  }
}
