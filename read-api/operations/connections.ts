import { builder } from '../schema/builder.ts'
import { LogEvent, OperatorAction, QuarantinedStream, SagaInstance, SagaTimer } from './refs.ts'

const named = (name: string, what: string) =>
  [
    { name: `${name}Connection`, description: `A page of ${what}.` },
    { name: `${name}Edge`, description: `One of ${what}, with its place in the list.` },
  ] as const

const [events, eventEdge] = named('LogEvent', 'events of the log')
export const LogEventConnection = builder.connectionObject({ type: LogEvent, ...events }, eventEdge)

const [instances, instanceEdge] = named('SagaInstance', 'instances of sagas')
export const SagaInstanceConnection = builder.connectionObject(
  { type: SagaInstance, ...instances },
  instanceEdge,
)

const [timers, timerEdge] = named('SagaTimer', 'timers of sagas')
export const SagaTimerConnection = builder.connectionObject(
  { type: SagaTimer, ...timers },
  timerEdge,
)

const [streams, streamEdge] = named('QuarantinedStream', 'streams that wait')
export const QuarantinedStreamConnection = builder.connectionObject(
  { type: QuarantinedStream, ...streams },
  streamEdge,
)

const [actions, actionEdge] = named('OperatorAction', 'operators’ actions')
export const OperatorActionConnection = builder.connectionObject(
  { type: OperatorAction, ...actions },
  actionEdge,
)
