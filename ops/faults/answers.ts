/** What the hub acknowledged to a caller, or refused. A key has as many as it was asked for. */
export type Given =
  | {
      readonly command: 'submit' | 'cancel'
      readonly key: string
      readonly jobId: string
      readonly kind: 'acknowledged'
      readonly stream: string
      readonly revision: bigint
      readonly position: bigint
    }
  | {
      readonly command: 'submit' | 'cancel'
      readonly key: string
      readonly jobId?: string
      readonly kind: 'refused'
      readonly code: string
    }
