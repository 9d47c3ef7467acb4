import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, version, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'
import {
  actionTable,
  OperatorActionName,
  parametersProblem,
  type Parameters,
  type Performer,
} from './actions.ts'

/** What an operator did to the hub: who, what to, why, what it would do as a dry run said, and what came of it. */
export const category = 'operatorAction'

// Events: the stored contract.
const Fact = z.strictObject({ actionId: Id, at: Instant })
export const Subject = z.string().min(1).max(300)
export const Reason = z.string().min(1).max(500)
export const ActionParameters = z.record(z.string().min(1).max(80), z.string().max(500))
/** What the dry run says, line by line. */
const Would = z.array(z.string().max(500)).max(50)
export const ActionOutcome = z.enum(['DONE', 'FAILED'])
export type ActionOutcome = z.output<typeof ActionOutcome>

const Requested = Fact.extend({
  action: OperatorActionName,
  subject: Subject,
  reason: Reason,
  parameters: ActionParameters,
  performer: z.enum(['HUB', 'CLI']),
  by: z.string().min(1).max(200),
  would: Would,
  /** SHA-256 of what the dry run says, hex. */
  preview: Sha256.exactOptional(),
})
/** Before there was one for payments. */
const firstNames = OperatorActionName.exclude(['payments.reconcile'])

export const definitions = [
  defineEvent('OperatorActionRequested', 2, Requested, {
    earlier: [version(Requested.extend({ action: firstNames }), (data) => data)],
  }),
  defineEvent(
    'OperatorActionFinished',
    1,
    Fact.extend({ outcome: ActionOutcome, detail: z.string().max(2000) }),
  ),
] as const
export type OperatorActionEvent = EventOf<(typeof definitions)[number]>
export type RequestedData = Extract<
  OperatorActionEvent,
  { type: 'OperatorActionRequested' }
>['data']

// State.
export type OperatorAction =
  | { readonly kind: 'absent' }
  | { readonly kind: 'requested'; readonly requested: RequestedData }
  | {
      readonly kind: 'finished'
      readonly requested: RequestedData
      readonly outcome: ActionOutcome
      readonly detail: string
      readonly finishedAt: string
    }

export const initial: OperatorAction = { kind: 'absent' }

export const evolve = (state: OperatorAction, event: OperatorActionEvent): OperatorAction => {
  switch (event.type) {
    case 'OperatorActionRequested':
      return { kind: 'requested', requested: event.data }
    case 'OperatorActionFinished': {
      if (state.kind === 'absent') return state
      const { outcome, detail, at: finishedAt } = event.data
      return { kind: 'finished', requested: state.requested, outcome, detail, finishedAt }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type RequestAction = {
  readonly type: 'RequestAction'
  readonly actionId: string
  readonly action: OperatorActionName
  readonly subject: string
  readonly reason: string
  readonly parameters: Parameters
  readonly performer: Performer
  /** Of what takes something away: the subject, typed again. */
  readonly confirm?: string
  /** What a dry run says now, and its hash. */
  readonly would: readonly string[]
  readonly preview?: string
  /** The hash of the dry run that the operator looked at. */
  readonly previewSeen?: string
}
export type OperatorActionCommand =
  | RequestAction
  | {
      readonly type: 'FinishAction'
      readonly actionId: string
      readonly outcome: ActionOutcome
      readonly detail: string
    }

const request = (command: RequestAction, meta: DecisionMeta): Decision<OperatorActionEvent> => {
  const { type: _, confirm, previewSeen, would, preview, ...asked } = command
  const rule = actionTable[asked.action]
  const problem = parametersProblem(asked.action, asked.parameters)
  if (problem !== undefined) return reject('INVALID_INPUT', problem)
  if (!rule.performers.includes(asked.performer))
    return reject('INVALID_INPUT', `${asked.action} is no business of ${asked.performer}.`)
  if (rule.destructive && confirm !== asked.subject)
    return reject('CONFIRMATION_REQUIRED', `Say "${asked.subject}" again in \`confirm\`.`)
  if (previewSeen !== undefined && previewSeen !== preview)
    return reject('PREVIEW_OUTDATED', 'It would do something else now. Make a dry run again.')
  const data = {
    ...asked,
    ...{ parameters: { ...asked.parameters }, would: [...would], by: meta.actor.id, at: meta.now },
    ...(preview === undefined ? {} : { preview }),
  }
  return [{ type: 'OperatorActionRequested', data }]
}

export const decide = (
  command: OperatorActionCommand,
  state: OperatorAction,
  meta: DecisionMeta,
): Decision<OperatorActionEvent> => {
  switch (command.type) {
    case 'RequestAction':
      return state.kind === 'absent' ? request(command, meta) : []
    case 'FinishAction': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such action.')
      // What came of it first stands.
      if (state.kind === 'finished') return []
      const { actionId, outcome, detail } = command
      const data = { actionId, outcome, detail: detail.slice(0, 2000), at: meta.now }
      return [{ type: 'OperatorActionFinished', data }]
    }
    default:
      return exhausted(command)
  }
}

export const operatorAction: Aggregate<OperatorAction, OperatorActionCommand, OperatorActionEvent> =
  { category, definitions, initial, evolve, decide }
