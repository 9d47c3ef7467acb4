import { z } from 'zod'
import { Json } from '../../shared/json.ts'
import { Id } from '../../shared/values.ts'

/** Of a step, once in its definition. Of an input, once among the inputs. */
export const StepKey = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/)

/** The name of a built-in workflow. */
export const WorkflowName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]{0,59}$/)

const Version = z.int().min(1).max(100_000)

/** A version of a workflow: one that comes with the hub, or one that an organisation published. */
export const WorkflowRef = z.union([
  z.strictObject({ name: WorkflowName, version: Version }),
  z.strictObject({ definitionId: Id, version: Version }),
])
export type WorkflowRef = z.output<typeof WorkflowRef>

/** JSON in which `{"$from": …}` and `{"$text": […]}` stand for what is known when the step begins. */
export const Value = Json
export type Value = Json

export const ValueMap = z.record(z.string().min(1).max(200), Value)
export type ValueMap = z.output<typeof ValueMap>

/** `input.path`, `run.id`, `steps.key.output.path`, or `previous.key.output.path`: the iteration before this one. */
export const Reference = z.strictObject({
  $from: z
    .string()
    .max(500)
    .regex(
      /^(?:input(?:\.[^.\s]+)*|run\.(?:id|organisation)|(?:steps|previous)\.[a-z][A-Za-z0-9]{0,39}\.output(?:\.[^.\s]+)*)$/,
    ),
  /** What it is where the path leads nowhere; without it that is a failure of the step. */
  $default: Value.exactOptional(),
})
export type Reference = z.output<typeof Reference>
