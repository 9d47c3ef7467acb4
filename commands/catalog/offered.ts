import { app, type ExistingApp } from '../../domain/catalog/app.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

/** May the caller see the app: one of the registry that is not private, or one's own. */
export const mayTake = (context: CommandContext, state: ExistingApp): boolean =>
  (state.published && state.visibility !== 'PRIVATE') || actsFor(context, state.organisationId)

/** The app, if the registry has it for the caller. */
export const offeredApp = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  appId: string,
): Promise<ExistingApp | Rejection> => {
  const { state } = await load(app, appId)
  return state.kind === 'existing' && mayTake(context, state) ? state : notFound('app')
}
