import { z } from 'zod'
import { ModelPolicy } from '../routing/policy.ts'
import { TemplateName } from '../prompts/prompt.ts'
import { Assignee } from '../tasks/parties.ts'
import { Condition } from './condition.ts'
import { Reference, StepKey, Value, ValueMap, WorkflowRef } from './values.ts'

/** A tool and what it is given. */
export const ToolCall = z.strictObject({ tool: z.string().min(1).max(80), input: ValueMap })
export type ToolCall = z.output<typeof ToolCall>

const common = {
  key: StepKey,
  title: z.string().trim().min(1).max(120).exactOptional(),
  /**
   * Steps of the same block that are over before this one begins. Absent: the one that stands before it; among the steps of
   * a PARALLEL none.
   */
  needs: z.array(StepKey).max(50).readonly().exactOptional(),
}

const worked = {
  ...common,
  /** Further attempts after one that failed, each a longer pause later. */
  retries: z.int().min(0).max(10).exactOptional(),
  /** What takes back what the step did, when the run fails or is cancelled after it. */
  compensate: ToolCall.exactOptional(),
}

const PromptStep = z.strictObject({
  ...worked,
  kind: z.literal('PROMPT'),
  template: TemplateName,
  promptVersion: z.int().min(1).exactOptional(),
  variables: ValueMap,
  maxOutputTokens: z.int().min(1).max(100_000).exactOptional(),
  policy: ModelPolicy.exactOptional(),
})

const ToolStep = z.strictObject({ ...worked, kind: z.literal('TOOL'), ...ToolCall.shape })

/** Somebody does it, or says yes or no. */
const TaskStep = z.strictObject({
  ...worked,
  kind: z.literal('TASK'),
  assignee: Assignee,
  approval: z.boolean().exactOptional(),
  /** A text, or what becomes one. */
  instruction: Value,
})

const TimerStep = z.strictObject({
  ...common,
  kind: z.literal('TIMER'),
  seconds: z.int().min(1).max(31_536_000),
})

const SubworkflowStep = z.strictObject({
  ...worked,
  kind: z.literal('SUBWORKFLOW'),
  workflow: z.union([
    WorkflowRef,
    z.strictObject({
      definitionId: Reference,
      version: z.union([Reference, z.int().min(1)]),
    }),
    Reference,
  ]),
  input: ValueMap,
})

type PromptStep = z.output<typeof PromptStep>
type ToolStep = z.output<typeof ToolStep>
type TaskStep = z.output<typeof TaskStep>
type TimerStep = z.output<typeof TimerStep>
type SubworkflowStep = z.output<typeof SubworkflowStep>

type Common = {
  readonly key: string
  readonly title?: string
  readonly needs?: readonly string[]
}
export type ParallelStep = Common & { readonly kind: 'PARALLEL'; readonly steps: readonly Step[] }
export type ConditionStep = Common & {
  readonly kind: 'CONDITION'
  readonly if: Condition
  readonly then: readonly Step[]
  readonly else?: readonly Step[]
}
export type LoopStep = Common & {
  readonly kind: 'LOOP'
  readonly steps: readonly Step[]
  /** Looked at after each iteration. */
  readonly until: Condition
  readonly atMost: number
}
export type Step =
  | PromptStep
  | ToolStep
  | TaskStep
  | TimerStep
  | SubworkflowStep
  | ParallelStep
  | ConditionStep
  | LoopStep

const Block: z.ZodType<readonly Step[]> = z.lazy(() => z.array(Step).min(1).max(100).readonly())

export const Step: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    PromptStep,
    ToolStep,
    TaskStep,
    TimerStep,
    SubworkflowStep,
    z.strictObject({ ...common, kind: z.literal('PARALLEL'), steps: Block }),
    z.strictObject({
      ...common,
      kind: z.literal('CONDITION'),
      if: Condition,
      then: Block,
      else: Block.exactOptional(),
    }),
    z.strictObject({
      ...common,
      kind: z.literal('LOOP'),
      steps: Block,
      until: Condition,
      atMost: z.int().min(1).max(20),
    }),
  ]),
)

export const InputField = z.strictObject({
  type: z.enum(['string', 'number', 'boolean', 'object', 'array']),
  optional: z.boolean().exactOptional(),
})
export type InputField = z.output<typeof InputField>

/**
 * A workflow as data. The output of a PARALLEL and of a CONDITION is what the steps within came to, by their keys; that of a
 * LOOP is `{iterations, last}`: how many there were, and the same of the last one.
 */
export const Definition = z.strictObject({
  title: z.string().trim().min(1).max(120),
  description: z.string().trim().max(2_000).exactOptional(),
  inputs: z.record(StepKey, InputField).exactOptional(),
  steps: Block,
  /** What the run comes to; absent, the outputs of its outermost steps by their keys. */
  output: ValueMap.exactOptional(),
  /** What happens when a step has failed for good: all is taken back (the default), or a person is waited for. */
  onFailure: z.enum(['COMPENSATE', 'SUSPEND']).exactOptional(),
})
export type Definition = z.output<typeof Definition>
