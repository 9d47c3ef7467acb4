import type { ParkedMessage } from '../../domain/shared/saga-events.ts'
import type { SagaMessage } from './saga.ts'

/** An effect without an outcome. PARKED: its performer gave up. ANSWERED: its outcome is there, and waits in line. */
export type Outstanding = {
  readonly kind: string
  readonly effect: unknown
  readonly standing: 'OPEN' | 'PARKED' | 'ANSWERED'
}

/** A message that waits in line; `code` and `detail` say why. */
export type Waiting = {
  readonly message: ParkedMessage
  readonly code: string
  readonly detail: string
}

/** An instance as its stream tells it: the saga's own state, and what is still open. */
export type SagaInstance<State> = {
  readonly state: State
  /** Of the saga, that the state is in the form of. */
  readonly version: number
  readonly started: boolean
  readonly ended?: string
  /** Requested effects without an outcome, by id. */
  readonly outstanding: ReadonlyMap<string, Outstanding>
  /** Scheduled timers by name. */
  readonly timers: ReadonlyMap<string, string>
  /** Effects that succeeded and can be reversed, by id, in order. */
  readonly done: ReadonlyMap<string, Pick<Outstanding, 'kind' | 'effect'>>
  /** Messages that it could not take, and those behind them, in order. */
  readonly line: readonly Waiting[]
  /** Ids of all inputs that were ever put in line: what came of them is decided there, however often they come again. */
  readonly lined: ReadonlySet<string>
  /** Why today's code cannot fold what is recorded; nothing is decided on a state that is not known. */
  readonly broken?: string
  readonly stuck: ReadonlySet<string>
}

/** Where an input stands in the log. */
export type Source = { readonly stream: string; readonly revision: bigint }

/** A message with all that the runtime knows about it. */
export type Told = {
  readonly message: SagaMessage
  /** Of an input. */
  readonly source?: Source
  readonly starts?: boolean
  /** The message ends the instance, with this outcome. */
  readonly stops?: string
}

export type SagaInstanceCommand = { readonly instance: string } & (
  | ({ readonly do: 'tell' } & Told)
  /** Takes the first message in line, read anew, once more. */
  | ({ readonly do: 'redrive' } & Told)
  /** Puts a message in line that could not be told. */
  | {
      readonly do: 'park'
      readonly message: ParkedMessage
      readonly starts?: boolean
      readonly code: string
      readonly detail: string
    }
  | { readonly do: 'skip'; readonly messageId: string; readonly reason: string }
  | {
      readonly do: 'parkEffect'
      readonly effectId: string
      readonly attempts: number
      readonly code: string
      readonly detail: string
    }
  | { readonly do: 'redriveEffect'; readonly effectId: string }
  | { readonly do: 'report'; readonly reason: 'PAST_DEADLINE' | 'WAITS_FOR_NOTHING' }
)

/** The id of what a message is about: of an input, an effect or a timer. */
export const idOf = (message: SagaMessage | ParkedMessage): string => {
  switch (message.type) {
    case 'input':
      return message.inputId
    case 'timer':
      return message.timerId
    default:
      return message.effectId
  }
}
