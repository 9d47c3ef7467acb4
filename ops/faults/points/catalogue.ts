/**
 * What can be done to the hub at the edge of an operation.
 * kill-before, kill-after: SIGKILL of its own process, when the operation has not begun, or has just ended.
 * error-before: the operation fails and does not take place. lost-reply: it takes place, and its caller is told otherwise.
 * cut: the connections to the server are cut while it is under way. kill-store: the event store's process is killed then.
 * stall: it begins late.
 */
export const faults = [
  'kill-before',
  'kill-after',
  'error-before',
  'lost-reply',
  'stall',
  'cut',
  'kill-store',
] as const

export type Fault = (typeof faults)[number]

export const isFault = (name: string): name is Fault => faults.some((fault) => fault === name)

type Edge = {
  readonly faults: readonly Fault[]
  /** A point waits for one of the next so many occurrences, drawn from the seed. */
  readonly within: number
}

const call = ['kill-before', 'kill-after', 'error-before', 'lost-reply', 'stall'] as const
const wired = [...call, 'cut'] as const
const append = [...wired, 'kill-store'] as const

/** Every operation that crosses the edge of the hub's process, and the faults that it can meet there. */
export const catalogue = {
  /** A caller's command: submissions and cancellations, and a refund in the job's own record. */
  'append.command': { faults: append, within: 6 },
  /** An operator's credit or refund, in the wallet's ledger. */
  'append.payment': { faults: append, within: 1 },
  /** An event taken to a saga, with what the saga wants next. */
  'append.saga-input': { faults: append, within: 20 },
  /** What came of an effect, with what the saga wants next. */
  'append.saga-outcome': { faults: append, within: 40 },
  /** A timer that fired. */
  'append.timer': { faults: append, within: 1 },
  /** An effect on an aggregate of our own: holds, captures, releases, slots, the job's progress. */
  'append.effect': { faults: append, within: 40 },
  /** The projector's rows with their checkpoint. */
  'postgres.commit': { faults: wired, within: 30 },
  /** How far the router, the worker and the integration events are. */
  'postgres.checkpoint': { faults: wired, within: 4 },
  /** Who projects, and who has which partition of router and worker. */
  'postgres.lease': { faults: wired, within: 30 },
  /** Hot keys behind the projector's commit. */
  'redis.hot-keys': { faults: wired, within: 30 },
  /** A command's answer, kept for its repetition. */
  'redis.answer': { faults: wired, within: 6 },
  /** A notice of what was committed; nobody confirms one. */
  'nats.notice': { faults: ['kill-before', 'kill-after', 'lost-reply', 'cut'], within: 30 },
  /** An integration event, confirmed by JetStream. */
  'nats.event': { faults: wired, within: 4 },
  'provider.submit': { faults: call, within: 4 },
  'provider.find': { faults: call, within: 3 },
  'provider.cancel': { faults: call, within: 1 },
  /** A run's next moment, as the provider tells it. */
  'provider.watch': {
    faults: ['kill-before', 'kill-after', 'error-before', 'stall'],
    within: 8,
  },
  /** A prompt at a language model, asked within a budget. */
  'llm.complete': { faults: call, within: 3 },
  /** The answer to a command on its way out. */
  'http.reply': { faults: ['kill-before', 'kill-after', 'lost-reply', 'stall'], within: 6 },
} as const satisfies Readonly<Record<string, Edge>>

export type Operation = keyof typeof catalogue

export const operations = Object.keys(catalogue) as readonly Operation[]

export const isOperation = (name: string): name is Operation => Object.hasOwn(catalogue, name)

/** One thing that is done to the hub, once: at the occurrence after the next `skip` of the operation. */
export type Point = {
  readonly number: number
  readonly operation: Operation
  readonly fault: Fault
  readonly skip: number
  /** How long a stalled operation waits. */
  readonly stallMs: number
}

/** Those that the hub's process does not survive. */
export const isDeadly = ({ fault }: Pick<Point, 'fault'>): boolean =>
  fault === 'kill-before' || fault === 'kill-after'
