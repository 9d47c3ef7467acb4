import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

/** Somebody who has an account at the provider. */
export type OpenIdPerson = {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly preferred_username?: string
}

export type TestOpenId = {
  readonly issuer: string
  readonly client: {
    readonly clientId: string
    readonly clientSecret: string
    readonly redirectUri: string
  }
  /** Goes where a browser is sent, logs in as this person, agrees; the query with which it is sent back. */
  readonly signIn: (authorizationUrl: string, person: OpenIdPerson | 'says no') => Promise<string>
  readonly stop: () => Promise<void>
}

export const redirectUri = 'https://app.example.org/signed-in'
const clientId = 'quantum-hub'
const clientSecret = 'a secret of hub and provider'

/** Follows redirects as a browser does, with cookies, until one leads off the server. */
const browse = async (start: string, issuer: string): Promise<URL> => {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  while (url.origin === new URL(issuer).origin) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null)
      throw new Error(`${answer.status} at ${url.href}: ${await answer.text()}`)
    url = new URL(location, url)
  }
  return url
}

/** What a token endpoint answers. */
export type Tokens = { readonly id_token: string; readonly access_token: string }

export type OpenIdOptions = {
  readonly configuration?: Configuration
  /** Somebody between hub and provider, who changes what the token endpoint answers. */
  readonly tamper?: (tokens: Tokens) => object
}

const tampered = (response: ServerResponse, tamper: (tokens: Tokens) => object): void => {
  const end = response.end.bind(response)
  response.end = (body: unknown) => {
    // What the provider is about to send: the answer to a grant.
    const changed = JSON.stringify(tamper(JSON.parse(String(body)) as Tokens))
    response.setHeader('content-length', Buffer.byteLength(changed))
    return end(changed)
  }
}

/** A certified OpenID provider on this machine, whose people log in without typing. */
export const startOpenId = async ({
  configuration = {},
  tamper,
}: OpenIdOptions = {}): Promise<TestOpenId> => {
  const people = new Map<string, OpenIdPerson>()
  let next: OpenIdPerson | 'says no' = 'says no'
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on a port.
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key of this test'] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username'],
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => {
      const person = people.get(sub)
      return person === undefined ? undefined : { accountId: sub, claims: () => ({ ...person }) }
    },
    loadExistingGrant: async ({ oidc }) => {
      const accountId = oidc.session?.accountId
      if (accountId === undefined || oidc.client === undefined) return undefined
      const grant = new provider.Grant({ accountId, clientId: oidc.client.clientId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    ...configuration,
  })
  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const result =
      next === 'says no'
        ? { error: 'access_denied', error_description: 'no' }
        : { login: { accountId: next.sub, remember: false } }
    await provider.interactionFinished(request, response, result)
  }
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (tamper !== undefined && request.url === '/token') tampered(response, tamper)
    const done =
      request.url?.startsWith('/interaction/') === true
        ? interact(request, response)
        : answer(request, response)
    done.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  return {
    issuer,
    client: { clientId, clientSecret, redirectUri },
    signIn: async (authorizationUrl, person) => {
      if (person !== 'says no') people.set(person.sub, person)
      next = person
      const back = await browse(authorizationUrl, issuer)
      if (back.origin + back.pathname !== redirectUri) throw new Error(`sent to ${back.href}`)
      return back.search.slice(1)
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
