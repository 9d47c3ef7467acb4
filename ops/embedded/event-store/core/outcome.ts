/** An event that a client wants appended. */
export type ProposedEvent = {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly metadata: Uint8Array
  readonly data: Uint8Array
}

/** `revision` is -1 when there is no stream; without `position` nothing was written. */
export type Outcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position?: number }
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly maximum: number }
