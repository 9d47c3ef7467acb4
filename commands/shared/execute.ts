import type { z } from 'zod'
import { UndecodableEvent } from '../../domain/shared/decode.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { inputHashOf } from '../../platform/ids/ids.ts'
import { MailUnavailable } from '../../platform/mail/port.ts'
import { ObjectStoreUnavailable } from '../../platform/objects/port.ts'
import { SubjectErased, VaultUnavailable } from '../../platform/vault/vault.ts'
import type { Changed } from './changed.ts'
import { allows, type CommandContext } from './context.ts'
import type { CommandDefinition } from './definition.ts'
import { parseInput } from './parse-input.ts'
import type { Services } from './services.ts'
import { toolsFor } from './tools.ts'

export type Outcome<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer; readonly changed: Changed }
  | { readonly kind: 'failed'; readonly failure: Failure }

const failed = (failure: Failure): { readonly kind: 'failed'; readonly failure: Failure } => ({
  kind: 'failed',
  failure,
})

/** The one way to change anything: parse strictly → authorise → load, decide, append. */
export const execute = async <Input extends z.ZodType, Answer>(
  services: Services,
  definition: CommandDefinition<Input, Answer>,
  rawInput: unknown,
  context: CommandContext,
): Promise<Outcome<Answer>> => {
  if (definition.scope !== 'public' && !allows(context, definition.scope))
    return failed({ code: 'FORBIDDEN', detail: `This takes the scope ${definition.scope}.` })
  const parsed = parseInput(definition.input, rawInput)
  if (!parsed.ok)
    return failed({
      code: 'INVALID_INPUT',
      detail: 'The input does not have the right form.',
      issues: parsed.issues,
    })
  const inputHash = inputHashOf(services.secrets.inputHashKey, definition.name, parsed.value)
  try {
    const result = await definition.run(parsed.value, toolsFor(services, context, inputHash))
    if (isRejection(result)) {
      const { rejected, detail, issues } = result
      return failed({ code: rejected, detail, ...(issues === undefined ? {} : { issues }) })
    }
    return 'code' in result ? failed(result) : { kind: 'done', ...result }
  } catch (error) {
    if (error instanceof EventStoreUnavailable || error instanceof AppendUncertain)
      return failed({
        code: 'UNAVAILABLE',
        detail: 'The event store does not answer. Repeat the command with the same key.',
      })
    if (error instanceof VaultUnavailable)
      return failed({
        code: 'UNAVAILABLE',
        detail: 'Personal data cannot be sealed now. Repeat the command with the same key.',
      })
    if (error instanceof ObjectStoreUnavailable)
      return failed({
        code: 'UNAVAILABLE',
        detail: 'The content cannot be kept now. Repeat the command with the same key.',
      })
    if (error instanceof MailUnavailable)
      return failed({
        code: 'UNAVAILABLE',
        detail: 'The mail cannot be taken now. Repeat the command with the same key.',
      })
    if (error instanceof SubjectErased)
      return failed({ code: 'NOT_FOUND', detail: 'This account or organisation was closed.' })
    if (error instanceof UndecodableEvent && error.isNewer)
      return failed({
        code: 'UNAVAILABLE',
        detail:
          'A newer release of the hub has written here. Repeat the command with the same key.',
      })
    throw error
  }
}
