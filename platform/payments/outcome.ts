/**
 * What came of asking a payment provider to do something: Kill Bill's table of plugin results as a type. Who gets
 * `unknown` asks (`find…`, `get…`, or the same call under the same key) before anything else is tried.
 */
export type Outcome<Value> =
  /** It is done. */
  | { readonly kind: 'succeeded'; readonly value: Value }
  /** It was taken; the provider says later what came of it. */
  | { readonly kind: 'pending'; readonly value: Value }
  /** It was taken; the customer has to do something first (3-D Secure). */
  | { readonly kind: 'requiresAction'; readonly value: Value }
  /** The payment failed: a bank, or the provider's own rules, said no. `value` is what it left behind, if anything. */
  | { readonly kind: 'declined'; readonly decline: Decline; readonly value?: Value }
  /** Nothing happened, for certain. */
  | { readonly kind: 'didNotHappen'; readonly refusal: Refusal }
  /** It may have happened. */
  | {
      readonly kind: 'unknown'
      readonly reason: UnknownReason
      readonly detail: string
    }

export type DeclineCode =
  | 'CARD_DECLINED'
  | 'INSUFFICIENT_FUNDS'
  | 'CARD_EXPIRED'
  | 'DETAILS_WRONG'
  | 'AUTHENTICATION_REQUIRED'
  | 'AUTHENTICATION_FAILED'
  | 'FRAUD_SUSPECTED'
  | 'LIMIT_EXCEEDED'
  | 'PROCESSING_FAILED'
  | 'OTHER'

export type Decline = {
  readonly code: DeclineCode
  /** The provider's own word, kept as it was said. */
  readonly providerCode: string
  readonly message: string
  /** Whether the same card may be tried again later. */
  readonly retriable: boolean
}

export type RefusalCode =
  /** The provider has no such object. */
  | 'NOT_FOUND'
  /** The object is in a state that does not allow it: look at it anew. */
  | 'STATE_CONFLICT'
  /** More than is there: than was captured, than the balance holds. */
  | 'AMOUNT_TOO_LARGE'
  | 'BALANCE_INSUFFICIENT'
  | 'CURRENCY_UNSUPPORTED'
  | 'INVALID_REQUEST'
  /** The key was used for another request. */
  | 'KEY_REUSED'
  | 'RATE_LIMITED'
  /** The hub's own credentials are refused. */
  | 'NOT_AUTHORISED'
  /** No connection was ever made. */
  | 'UNREACHABLE'

export type Refusal = {
  readonly code: RefusalCode
  readonly detail: string
  /** Whether the same request may succeed later, unchanged. */
  readonly retriable: boolean
}

export type UnknownReason =
  | 'TIMED_OUT'
  | 'CONNECTION_LOST'
  /** Another request under this key is under way. */
  | 'KEY_IN_USE'
  /** The provider failed in the middle (5xx). */
  | 'PROVIDER_FAILED'
  /** The answer could not be read. */
  | 'ANSWER_UNREADABLE'

/** What came of looking. `unanswered` says nothing about whether it is there. */
export type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unanswered'; readonly reason: string }
