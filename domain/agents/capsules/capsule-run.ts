import { z } from 'zod'
import { Histogram } from '../../jobs/job-result.ts'
import { ProgramInputs } from '../../jobs/program-inputs.ts'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant } from '../../shared/values.ts'
import { ScriptOutput, Seed, Shots } from './content.ts'

/** A run of a capsule in the sandbox, over when it is written down. */
export const category = 'capsuleRun'

// Events: the stored contract.
const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('COMPLETED'),
    histogram: Histogram,
    /** Of the capsule's script, when it has one. */
    output: ScriptOutput.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('FAILED'),
    part: z.enum(['PROGRAM', 'SCRIPT']),
    code: z.string().min(1).max(80),
    message: z.string().max(2000),
  }),
])
export type RunOutcome = z.output<typeof Outcome>
const Run = z.strictObject({
  runId: Id,
  capsuleId: Id,
  organisationId: Id,
  inputs: ProgramInputs,
  shots: Shots,
  seed: Seed,
  outcome: Outcome,
})
export type Run = z.output<typeof Run>
export const definitions = [defineEvent('CapsuleRan', 1, Run.extend({ at: Instant }))] as const
export type CapsuleRunEvent = EventOf<(typeof definitions)[number]>

// State.
export type CapsuleRun =
  | { readonly kind: 'absent' }
  | (Run & { readonly kind: 'over'; readonly at: string })

export const initial: CapsuleRun = { kind: 'absent' }

export const evolve = (_: CapsuleRun, { data }: CapsuleRunEvent): CapsuleRun => ({
  kind: 'over',
  ...data,
})

// Commands.
export type CapsuleRunCommand = { readonly type: 'RecordRun'; readonly run: Run }

export const decide = (
  { run }: CapsuleRunCommand,
  state: CapsuleRun,
  meta: DecisionMeta,
): Decision<CapsuleRunEvent> =>
  state.kind === 'over' ? [] : [{ type: 'CapsuleRan', data: { ...run, at: meta.now } }]

export const capsuleRun: Aggregate<CapsuleRun, CapsuleRunCommand, CapsuleRunEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
