import { isDeepStrictEqual } from 'node:util'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { Json } from '../../domain/shared/json.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { plain } from '../../platform/history/plain.ts'
import type { SagaInstance } from '../../sagas/runtime/instance-state.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { routeOf, type SagaMessage } from '../../sagas/runtime/saga.ts'
import { bookkeeping, nameOf } from '../decisions/redecide.ts'
import { decidedIn, type Decided, type RecordedStep } from './steps.ts'

/** What would have come of an effect: found out without doing it. */
export type Answer =
  | { readonly type: 'succeeded'; readonly result: Json; readonly because: string }
  | {
      readonly type: 'refused'
      readonly code: string
      readonly detail: string
      readonly because: string
    }

export type Wanted = { readonly kind: string; readonly effect: unknown; readonly commandId: string }

/** The steps as they are told again, and what is known of effects that were not requested, or not so. */
export type Rerun = {
  readonly steps: readonly RecordedStep[]
  /** Undefined: nothing is known; a recorded outcome of an effect of this kind is assumed, if there is one. */
  readonly answer: (wanted: Wanted) => Promise<Answer | undefined>
  /** From this revision on everything happens so many milliseconds later; timers that are due before it fire first. */
  readonly delay?: { readonly from: bigint; readonly ms: number }
}

export type RunStep = {
  readonly at: string
  readonly told: string
  /** Of the record of what it was told; absent for what would have happened besides. */
  readonly revision?: bigint
  readonly decided: readonly Decided[]
  /** How an outcome is known that nobody recorded. */
  readonly because?: string
}

export type Run = {
  readonly steps: readonly RunStep[]
  /** Recorded messages that this run has no use for. */
  readonly unheard: readonly string[]
  /** Effects whose outcome nobody knows: here the run stands still. */
  readonly waitsFor: readonly string[]
  readonly ended?: string
  readonly state: unknown
}

type Instance = SagaInstance<unknown>

const actorOf = (name: string) => ({ kind: 'system', id: name }) as const

/**
 * Tells an instance again what it was told, decides anew, and goes on from what is decided now. Pure but for `answer`:
 * nothing is written and nothing is performed.
 */
export const rerun = async ({ saga }: AnySaga, { steps, answer, delay }: Rerun): Promise<Run> => {
  const aggregate = instanceOf(saga)
  let instance: Instance = aggregate.initial
  let number = 0
  const run: RunStep[] = []
  const unheard: string[] = []
  /** Recorded ids → the ids that the same effects and timers have here. */
  const own = new Map<string, string>()
  const wanted: { readonly id: string; readonly commandId: string }[] = []
  const recordedEffects = new Map(
    steps.flatMap(({ events }) =>
      events.flatMap(({ event, stored }) =>
        event.type === 'SagaEffectRequested' ? [[stored.id, event.data] as const] : [],
      ),
    ),
  )
  const answered = new Set(
    steps.flatMap(({ told }) =>
      told !== undefined && 'effectId' in told.message ? [told.message.effectId] : [],
    ),
  )

  /** What is requested and scheduled here in the place of what was recorded goes by the recorded name. */
  const match = (
    events: readonly { readonly event: SagaEvent; readonly id: string }[],
    step?: RecordedStep,
  ) => {
    const free = (step?.events ?? []).filter(({ event }) => !bookkeeping.has(event.type))
    const taken = new Set<string>()
    const counterpart = (test: (event: SagaEvent) => boolean) => {
      const found = free.find(({ stored, event }) => !taken.has(stored.id) && test(event))
      if (found !== undefined) taken.add(found.stored.id)
      return found
    }
    for (const { event, id } of events) {
      if (event.type === 'SagaEffectRequested') {
        const { kind } = event.data
        const same = counterpart(
          (other) => other.type === 'SagaEffectRequested' && other.data.kind === kind,
        )
        if (same !== undefined) own.set(same.stored.id, id)
        if (same === undefined || !answered.has(same.stored.id))
          wanted.push({ id, commandId: step?.commandId ?? id })
      }
      if (event.type === 'SagaTimerScheduled') {
        const same = counterpart(
          (other) => other.type === 'SagaTimerScheduled' && other.data.name === event.data.name,
        )
        if (same?.event.type === 'SagaTimerScheduled')
          own.set(same.event.data.timerId, event.data.timerId)
      }
    }
  }

  const tell = (message: SagaMessage, at: string, step?: RecordedStep, because?: string): void => {
    number += 1
    const commandId = derivedId('what if', number.toString())
    const routed = message.type === 'input' ? routeOf(saga, message.input) : undefined
    const eventId = (index: number): string => derivedId(commandId, index.toString())
    const decision = aggregate.decide(
      {
        instance: instanceNamed(steps),
        do: instance.line.length === 0 ? 'tell' : 'redrive',
        message,
        starts: true,
        ...(routed?.stops === undefined ? {} : { stops: routed.stops }),
      },
      instance,
      {
        actor: actorOf(saga.name),
        now: at,
        commandId,
        id: (name) => derivedId(commandId, name),
        eventId,
      },
    )
    const revision = step?.told?.revision
    if (isRejection(decision) || decision.length === 0) {
      unheard.push(
        `${nameOf(message)}${revision === undefined ? '' : ` (revision ${revision.toString()})`}`,
      )
      return
    }
    match(
      decision.map((event, index) => ({ event, id: eventId(index) })),
      step,
    )
    for (const event of decision) instance = aggregate.evolve(instance, event)
    run.push({
      at,
      told: nameOf(message),
      ...(revision === undefined ? {} : { revision }),
      decided: decidedIn(decision),
      ...(because === undefined ? {} : { because }),
    })
  }

  /** What would have come of an effect, if it can be found out. */
  const outcomeOf = async (id: string, commandId: string) => {
    const effect = instance.outstanding.get(id)
    const found = effect && (await answer({ ...effect, commandId }))
    if (found === undefined) return undefined
    const { because, ...outcome } = found
    return { because, message: { ...outcome, effectId: id, kind: effect?.kind ?? '' } }
  }

  /** Effects that nobody requested then, or that had no outcome. */
  const findOut = async (at: string): Promise<void> => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
      const found = await outcomeOf(next.id, next.commandId)
      if (found !== undefined) tell(found.message, at, undefined, found.because)
    }
  }

  /** Due before the next message comes, where that comes later than it did. */
  const fireUntil = async (until: string): Promise<void> => {
    for (;;) {
      const due = [...dueTimers(instance, run)]
        .filter(({ dueAt }) => dueAt < until)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
      const [first] = due
      if (first === undefined || instance.ended !== undefined) return
      tell(
        { type: 'timer', timerId: first.timerId, name: first.name },
        first.dueAt,
        undefined,
        'it was due by then',
      )
      await findOut(first.dueAt)
    }
  }

  for (const step of steps) {
    const { told } = step
    if (told === undefined) continue
    const isLate = delay !== undefined && told.revision >= delay.from
    const at = isLate ? new Date(Date.parse(step.at) + delay.ms).toISOString() : step.at
    if (isLate) await fireUntil(at)
    const { message, because } = inOwnWords(told.message, own, recordedEffects, instance)
    const known =
      because === undefined || !('effectId' in message)
        ? undefined
        : await outcomeOf(message.effectId, step.commandId)
    if (known === undefined) tell(message, at, step, because)
    else tell(known.message, at, step, known.because)
    await findOut(at)
  }
  return {
    steps: run,
    unheard,
    waitsFor: [...instance.outstanding.values()].map(({ kind }) => kind),
    ...(instance.ended === undefined ? {} : { ended: instance.ended }),
    state: plain(instance.state),
  }
}

const instanceNamed = (steps: readonly RecordedStep[]): string =>
  steps[0]?.events[0]?.event.data.instance ?? ''

/** When the timers that are set are due: the run says so. */
const dueTimers = ({ timers }: Instance, run: readonly RunStep[]) =>
  [...timers].flatMap(([name, timerId]) => {
    const scheduled = run
      .flatMap(({ decided }) => decided)
      .filter((one) => one.do === 'schedule' && one.name === name)
      .at(-1)
    return scheduled?.do === 'schedule' ? [{ name, timerId, dueAt: scheduled.dueAt }] : []
  })

/** A recorded message under the ids of this run. What came of an effect that is another one here is an assumption. */
const inOwnWords = (
  message: SagaMessage,
  own: ReadonlyMap<string, string>,
  recorded: ReadonlyMap<string, { readonly effect: unknown }>,
  { outstanding }: Instance,
): { readonly message: SagaMessage; readonly because?: string } => {
  if (message.type === 'timer')
    return { message: { ...message, timerId: own.get(message.timerId) ?? message.timerId } }
  if (message.type === 'input') return { message }
  const effectId = own.get(message.effectId) ?? message.effectId
  const then = recorded.get(message.effectId)?.effect
  const now = outstanding.get(effectId)?.effect
  const isOther = now !== undefined && !isDeepStrictEqual(plain(then), plain(now))
  return {
    message: { ...message, effectId },
    ...(isOther ? { because: 'assumed: what was recorded of another effect of its kind' } : {}),
  }
}
