import { userInfo } from 'node:os'
import { finishAction } from '../../commands/operations/finish-action.ts'
import { recordAction } from '../../commands/operations/request-action.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import { execute, type Outcome } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { OperatorActionName, Parameters } from '../../domain/operations/actions.ts'
import { newId } from '../../platform/ids/ids.ts'
import type { DeedOrder, DeedOutcome } from '../../platform/operations/port.ts'

export type CliWish = {
  readonly action: OperatorActionName
  readonly subject: string
  readonly reason: string
  readonly parameters?: Parameters
}

/** The operator as the log knows a person at the hub's own machine. */
export const cliOperator = (): string => `cli:${userInfo().username}`

const answerOf = <Answer>(outcome: Outcome<Answer>): Answer => {
  if (outcome.kind === 'done') return outcome.answer
  throw new Error(`${outcome.failure.code}: ${outcome.failure.detail}`)
}

type Parts = { readonly services: Services }
type Done<Came> = Came & { readonly actionId: string }

const recorded = async <Came extends DeedOutcome>(
  { services }: Parts,
  { action, subject, reason, parameters = {} }: CliWish,
  work: (order: DeedOrder) => Promise<Came>,
): Promise<Done<Came>> => {
  const by = cliOperator()
  const key = newId()
  const context: CommandContext = {
    ...{ actor: { kind: 'operator', id: by }, scopes: ['*'], commandId: key },
    ...{ correlationId: key, causationId: key },
  }
  const wish = { action, subject, reason, parameters, confirm: subject }
  const { actionId } = answerOf(await execute(services, recordAction, wish, context))
  const finish = async ({ outcome, detail }: DeedOutcome): Promise<void> => {
    const said = outcome === 'DONE' ? 'DONE' : 'FAILED'
    const came = { actionId, outcome: said, detail } as const
    answerOf(await execute(services, finishAction, came, { ...context, commandId: newId() }))
  }
  const order = { action, subject, parameters, reason, by, actionId, correlationId: key }
  try {
    const came = await work(order)
    await finish(came)
    return { ...came, actionId }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    // What went wrong first is what the caller hears of.
    await finish({ outcome: 'FAILED', detail }).catch(() => undefined)
    throw error
  }
}

/**
 * Does something for the operator at this machine, with a record of it before and after. Without `work` it is done as the
 * hub would do it; with `work`, this does it, under the order's action id. What names a thing to be taken away was typed
 * again at the terminal. Throws what `work` throws, after the record says FAILED.
 */
export function operatorDeed(parts: Parts, wish: CliWish): Promise<Done<DeedOutcome>>
export function operatorDeed<Came extends DeedOutcome>(
  parts: Parts,
  wish: CliWish,
  work: (order: DeedOrder) => Promise<Came>,
): Promise<Done<Came>>
export function operatorDeed<Came extends DeedOutcome>(
  parts: Parts,
  wish: CliWish,
  work?: (order: DeedOrder) => Promise<Came>,
): Promise<Done<DeedOutcome | Came>>
export function operatorDeed(
  parts: Parts,
  wish: CliWish,
  work: (order: DeedOrder) => Promise<DeedOutcome> = parts.services.operations.perform,
): Promise<Done<DeedOutcome>> {
  return recorded(parts, wish, work)
}
