import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant, Sealed, Sha256 } from '../../shared/values.ts'
import { Kept } from '../workflows/kept.ts'
import { Assignee, Requester } from './parties.ts'

/** Of a workflow's step: every event says whose, so that its run hears of it. */
const Fact = z.strictObject({
  taskId: Id,
  organisation: Id,
  runId: Id.exactOptional(),
  stepKey: z.string().min(1).max(100).exactOptional(),
  at: Instant,
})

/** What was said on a task. The text is the organisation's. */
export const TaskMessage = z.strictObject({
  messageId: Id,
  from: z.enum(['REQUESTER', 'ASSIGNEE']),
  text: Sealed,
})
export type TaskMessage = z.output<typeof TaskMessage>

/** What a task brought forth. Its content stands in the object store, named by its hash and sealed by the organisation's key. */
export const Artifact = z.strictObject({
  artifactId: Id,
  name: z.string().min(1).max(120),
  mediaType: z.string().min(3).max(100),
  /** Of the content in clear. */
  sha256: Sha256,
  /** In bytes, of the content in clear. */
  size: z.int().min(0),
  /** Where the object store keeps what is sealed. */
  object: z.string().min(1).max(200),
})
export type Artifact = z.output<typeof Artifact>

/** What an agent had a tool do, as the so-many-th in one of its turns. */
export const ToolUsed = z.strictObject({
  turn: z.int().min(1),
  round: z.int().min(1),
  tool: z.string().min(1).max(80),
  input: Kept,
  outcome: z.discriminatedUnion('came', [
    z.strictObject({ came: z.literal('DONE'), output: Kept }),
    z.strictObject({
      came: z.literal('REFUSED'),
      code: z.string().min(1).max(100),
      detail: Sealed,
    }),
  ]),
})
export type ToolUsed = z.output<typeof ToolUsed>

export const definitions = [
  defineEvent(
    'TaskSubmitted',
    1,
    Fact.extend({
      /** Tasks of one conversation have the same one. */
      contextId: Id,
      requestedBy: Requester,
      assignee: Assignee,
      /** A person says yes or no. */
      approval: z.boolean(),
      instruction: TaskMessage,
      /** What agents spend on it; absent, it is the agent's own. */
      budgetId: Id.exactOptional(),
    }),
  ),
  defineEvent('TaskStarted', 1, Fact),
  defineEvent('TaskInputRequired', 1, Fact.extend({ question: TaskMessage })),
  /** It cannot go on until its requester has allowed or paid for something. */
  defineEvent(
    'TaskAuthRequired',
    1,
    Fact.extend({ code: z.string().min(1).max(60), question: TaskMessage }),
  ),
  /** An answer to what was asked: it can go on. */
  defineEvent('TaskInputProvided', 1, Fact.extend({ message: TaskMessage })),
  defineEvent('TaskArtifactAdded', 1, Fact.extend({ artifact: Artifact })),
  /** What was asked of a tool, and what came of it. */
  defineEvent('TaskToolUsed', 1, Fact.extend({ used: ToolUsed })),
  defineEvent(
    'TaskCompleted',
    1,
    Fact.extend({
      outcome: z.enum(['DONE', 'APPROVED']),
      by: z.string().min(1),
      /** What it came to, a text or JSON. */
      answer: Sealed.exactOptional(),
      artifacts: z.int().min(0),
    }),
  ),
  defineEvent(
    'TaskFailed',
    1,
    Fact.extend({ code: z.string().min(1).max(60), detail: Sealed.exactOptional() }),
  ),
  defineEvent('TaskCanceled', 1, Fact.extend({ by: z.string().min(1) })),
  /** It was not taken on, or a person said no. */
  defineEvent(
    'TaskRejected',
    1,
    Fact.extend({ by: z.string().min(1), reason: Sealed.exactOptional() }),
  ),
] as const
export type TaskEvent = EventOf<(typeof definitions)[number]>
