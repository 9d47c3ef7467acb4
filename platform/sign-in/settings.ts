import { z } from 'zod'

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'

/** https; http only on this machine, for who develops. */
const SecureUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || isLoopback(new URL(text)))

export const SignInProvider = z.strictObject({
  /** As it stands in our paths. */
  name: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/),
  issuer: SecureUrl,
  clientId: z.string().min(1),
  /** Absent for a public client, which PKCE alone protects. */
  clientSecret: z.string().min(1).exactOptional(),
  /** Where the provider sends the browser back to: a page of the front end. */
  redirectUri: SecureUrl,
  scope: z.string().min(1).default('openid email profile'),
})
export type SignInProvider = z.output<typeof SignInProvider>

const Settings = z
  .array(SignInProvider)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length)

/** The providers of a JSON text; nothing when it says something else. */
export const parseProviders = (text: string): readonly SignInProvider[] | undefined => {
  try {
    return Settings.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
