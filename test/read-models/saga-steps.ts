import { schemaOf } from '../../domain/events.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

export type SagaUnderTest = { readonly stream: string; readonly instance: string }

export const saga = (name: string): SagaUnderTest => ({
  stream: `jobExecution-${idOf('job', name)}`,
  instance: idOf('job', name),
})

type SagaStep = (recorder: Recorder, saga: SagaUnderTest) => void

const inSaga =
  (eventFor: (of: { saga: string; instance: string }, n: number) => SagaEvent): SagaStep =>
  (recorder, { stream, instance }) => {
    const soFar = recorder.events.filter((event) => event.stream === stream)
    // An instance begins with an input and ends once, as the runtime has it.
    if (soFar.some(({ type }) => type === 'SagaEnded')) return
    const event = eventFor({ saga: 'jobExecution', instance }, soFar.length)
    if (soFar.length === 0 && event.type !== 'SagaInputReceived') return
    recorder.append(stream, event)
  }

const timer = { name: 'deadline' }

export const sagaSteps: readonly SagaStep[] = [
  inSaga((of, n) => ({
    type: 'SagaInputReceived',
    data: {
      ...of,
      inputId: idOf('input', `${n}`),
      input: { type: 'JobSubmitted', schema: schemaOf('JobSubmitted'), data: {} },
    },
  })),
  inSaga((of) => ({
    type: 'SagaEffectRequested',
    data: { ...of, effectId: idOf('effect'), kind: 'hold', effect: { kind: 'hold' } },
  })),
  inSaga((of) => ({
    type: 'SagaEffectSucceeded',
    data: { ...of, effectId: idOf('effect'), kind: 'hold', result: null },
  })),
  inSaga((of, n) => ({
    type: 'SagaTimerScheduled',
    data: {
      ...of,
      ...timer,
      timerId: idOf('timer', of.instance, `${n}`),
      dueAt: '2026-06-01T00:00:00.000Z',
    },
  })),
  inSaga((of, n) => ({
    type: 'SagaTimerFired',
    data: { ...of, ...timer, timerId: idOf('timer', of.instance, `${n - 1}`) },
  })),
  inSaga((of, n) => ({
    type: 'SagaTimerCancelled',
    data: { ...of, ...timer, timerId: idOf('timer', of.instance, `${n - 1}`) },
  })),
  inSaga((of) => ({
    type: 'SagaEnded',
    data: { ...of, outcome: 'DONE', at: '2026-06-01T00:00:00.000Z' },
  })),
]
