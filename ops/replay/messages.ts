import type { Driven } from '../../projections/replays/drive.ts'

/** What the thread that builds is told. */
export type ToBuilder =
  | {
      readonly kind: 'build'
      readonly eventStoreUrl: string
      readonly postgresUrl: string
      readonly masterKey: Uint8Array
      /** Its name, for an operator who looks. */
      readonly builder: string
    }
  | { readonly kind: 'stop' }

/** What it says: trouble on the way, and, last, what came of it. */
export type FromBuilder =
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'ended'; readonly driven: Driven | 'STOPPED' }
