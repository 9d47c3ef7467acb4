/** What a sign-in began with, and has to come back with; none of it is known to the person's browser but `state` and `nonce`. */
export type SignInSecrets = {
  readonly state: string
  readonly nonce: string
  /** PKCE, RFC 7636. */
  readonly codeVerifier: string
}

/** Who somebody is at a provider. Issuer and subject together are one person for ever; all else may change. */
export type ExternalIdentity = {
  readonly issuer: string
  readonly subject: string
  /** Only an address that the provider says it has verified, as it writes it. */
  readonly verifiedEmail?: string
  readonly preferredName?: string
}

export type SignInOutcome =
  | { readonly kind: 'identity'; readonly identity: ExternalIdentity }
  /** What came back is not good: denied, forged, of another sign-in, or used before. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** The provider does not answer, or not as it should; another try may go well. */
  | { readonly kind: 'unavailable'; readonly detail: string }

/** Other services' accounts, by which people sign in. */
export type SignInProviders = {
  readonly names: readonly string[]
  /** Where the person's browser is sent. */
  readonly authorizationUrl: (
    provider: string,
    secrets: SignInSecrets,
  ) => Promise<
    { readonly kind: 'url'; readonly url: string } | Exclude<SignInOutcome, { kind: 'identity' }>
  >
  /** `callback`: the query with which the browser came back. */
  readonly identityOf: (
    provider: string,
    secrets: SignInSecrets,
    callback: string,
  ) => Promise<SignInOutcome>
}
