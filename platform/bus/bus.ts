/** Called in the order of the messages; what it throws is reported and harms nobody else. */
export type BusHandler = (subject: string, message: unknown) => void

export type DurableAnswer =
  | { readonly kind: 'stored'; readonly sequence: number; readonly duplicate: boolean }
  /** The server has no JetStream: who listened has it, nobody else will. */
  | { readonly kind: 'published' }

/**
 * Messages between processes, with the semantics of core NATS: at most once, to who listens now, in
 * order for each publisher. A subject is tokens between dots; in a pattern `*` stands for one token
 * and a final `>` for one or more. Messages are JSON.
 */
export type Bus = {
  readonly publish: (subject: string, message: unknown) => void
  /** Listens until the returned function is called. */
  readonly subscribe: (pattern: string, handler: BusHandler) => () => void
  /**
   * Stores an integration event in the stream of events, once for each id within the stream's window
   * of duplicates. The subject must begin with the stream's prefix. Rejects when nobody confirmed.
   */
  readonly publishDurable: (subject: string, id: string, message: unknown) => Promise<DurableAnswer>
  /** Resolves when what was published has reached the server, and this process's own handlers. */
  readonly flush: () => Promise<void>
  /** Rejects when the server doesn't answer. */
  readonly ping: () => Promise<void>
  /** Delivers what is under way, then disconnects. */
  readonly close: () => Promise<void>
}

export type DurableStream = {
  readonly name: string
  /** The stream holds every subject below this one. */
  readonly prefix: string
}

export const eventStream: DurableStream = { name: 'QHUB_EVENTS', prefix: 'qhub.events' }

export type BusOptions = {
  readonly stream?: DurableStream
  /** Called for what a handler throws and for trouble with the connection. */
  readonly onError?: (error: unknown) => void
}
