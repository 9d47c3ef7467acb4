import { z } from 'zod'
import { Assignee, Requester } from '../../../domain/agents/tasks/parties.ts'
import { Artifact, ToolUsed } from '../../../domain/agents/tasks/task-events.ts'
import {
  isAsking,
  isOver,
  taskStatuses,
  type ExistingTask,
} from '../../../domain/agents/tasks/task-state.ts'
import {
  mostArtifacts,
  mostMessages,
  mostToolUses,
  task,
} from '../../../domain/agents/tasks/task.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { openJson } from '../workflows/kept.ts'
import { longestArtifact, openArtifact } from './artifacts.ts'

const ShownArtifact = Artifact.omit({ object: true })
/** What was asked and given is read by the use's number. */
const ShownUse = ToolUsed.omit({ input: true, outcome: true }).extend({
  number: z.int().min(1).max(mostToolUses),
  at: Instant,
  came: z.enum(['DONE', 'REFUSED']),
  code: z.string().max(100).exactOptional(),
})
export const TaskView = z.strictObject({
  taskId: Id,
  contextId: Id,
  status: z.enum(taskStatuses),
  statusAt: Instant,
  createdAt: Instant,
  requestedBy: Requester,
  assignee: Assignee,
  approval: z.boolean(),
  runId: Id.exactOptional(),
  stepKey: z.string().max(100).exactOptional(),
  messages: z
    .array(
      z.strictObject({
        messageId: Id,
        from: z.enum(['REQUESTER', 'ASSIGNEE']),
        text: z.string().max(300_000),
      }),
    )
    .max(mostMessages),
  artifacts: z.array(ShownArtifact).max(mostArtifacts),
  toolUses: z.array(ShownUse).max(mostToolUses),
  outcome: z.enum(['DONE', 'APPROVED']).exactOptional(),
  answer: z.string().max(300_000).exactOptional(),
  code: z.string().max(60).exactOptional(),
  detail: z.string().max(300_000).exactOptional(),
})
export type TaskView = z.output<typeof TaskView>

const readOwn = (services: Services, context: CommandContext, taskId: string) =>
  readAggregate(services, context, 'agents:read', task, taskId, (state) =>
    state.kind === 'existing' && actsFor(context, state.organisation) ? state : notFound('task'),
  )

/** A task of the caller's organisation as it is now, its texts in clear. */
export const readTask = async (
  services: Services,
  context: CommandContext,
  taskId: string,
): Promise<ReadOutcome<TaskView>> => {
  const outcome = await readOwn(services, context, taskId)
  return outcome.kind === 'failed'
    ? outcome
    : { ...outcome, view: await shown(services, outcome.view) }
}

const shownUse = (
  { input: _, outcome, ...use }: ExistingTask['toolUses'][number],
  index: number,
): z.output<typeof ShownUse> => ({
  number: index + 1,
  ...use,
  came: outcome.came,
  ...(outcome.came === 'REFUSED' ? { code: outcome.code } : {}),
})

const shown = async (
  { vault }: Pick<Services, 'vault'>,
  state: ExistingTask,
): Promise<TaskView> => {
  const { kind: _, organisation: _organisation, budgetId: _budgetId, ...rest } = state
  const { messages, artifacts, toolUses, answer, detail, ...plain } = rest
  const opened = await Promise.all(
    messages.map(async ({ text, ...message }) => ({ ...message, text: await vault.open(text) })),
  )
  const said = answer === undefined ? undefined : await vault.open(answer)
  const why = detail === undefined ? undefined : await vault.open(detail)
  return {
    ...plain,
    messages: opened.flatMap(({ text, ...message }) =>
      text === undefined ? [] : [{ ...message, text }],
    ),
    toolUses: toolUses.map(shownUse),
    artifacts: artifacts.map(({ object: _object, ...artifact }) => artifact),
    ...(said === undefined ? {} : { answer: said }),
    ...(why === undefined ? {} : { detail: why }),
  }
}

/** Nothing more happens to it unless somebody says something. */
export const isAtRest = (task: TaskView): boolean => isOver(task) || isAsking(task)

export const ArtifactView = ShownArtifact.extend({ content: z.string().max(longestArtifact) })
export type ArtifactView = z.output<typeof ArtifactView>

/** One artifact of a task, with its content. */
export const readArtifact = async (
  services: Services,
  context: CommandContext,
  taskId: string,
  artifactId: string,
): Promise<ReadOutcome<ArtifactView>> => {
  const outcome = await readOwn(services, context, taskId)
  if (outcome.kind === 'failed') return outcome
  const found = outcome.view.artifacts.find((artifact) => artifact.artifactId === artifactId)
  const content = found === undefined ? undefined : await openArtifact(services, found)
  if (found === undefined || content === undefined)
    return { kind: 'failed', failure: { code: 'NOT_FOUND', detail: 'There is no such artifact.' } }
  const { object: _, ...artifact } = found
  return { ...outcome, view: { ...artifact, content } }
}

export const ToolUseView = ShownUse.extend({
  input: z.unknown(),
  output: z.unknown().optional(),
  detail: z.string().max(10_000).exactOptional(),
})
export type ToolUseView = z.output<typeof ToolUseView>

/** What a tool was asked on a task, and what it gave or why it refused. */
export const readToolUse = async (
  services: Services,
  context: CommandContext,
  taskId: string,
  number: number,
): Promise<ReadOutcome<ToolUseView>> => {
  const outcome = await readOwn(services, context, taskId)
  if (outcome.kind === 'failed') return outcome
  const used = outcome.view.toolUses[number - 1]
  const input = used === undefined ? undefined : await openJson(services, used.input)
  if (used === undefined || input === undefined)
    return { kind: 'failed', failure: { code: 'NOT_FOUND', detail: 'There is no such use.' } }
  const { came } = used.outcome
  const given =
    used.outcome.came === 'DONE'
      ? { output: await openJson(services, used.outcome.output) }
      : { detail: await services.vault.open(used.outcome.detail) }
  const view = ToolUseView.parse({ ...shownUse(used, number - 1), came, input, ...given })
  return { ...outcome, view }
}
