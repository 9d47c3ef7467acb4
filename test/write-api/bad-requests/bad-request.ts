import type { ErrorCode } from '../../../platform/errors/table.ts'
import type { Reply } from '../kit/client.ts'
import type { World } from './world.ts'

/** A request that is refused: what is wrong with it, and with which code that is answered. */
export type BadRequest = {
  readonly what: string
  readonly code: ErrorCode
  readonly send: (world: World) => Promise<Reply>
  /** The first of the problem's `errors`, where the fault lies in a field. */
  readonly issue?: {
    readonly pointer: string
    readonly code?: string
    readonly line?: number
    readonly column?: number
  }
}
