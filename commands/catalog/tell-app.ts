import { app, type AppCommand } from '../../domain/catalog/app.ts'
import { changeStep } from '../accounts/step.ts'
import type { ChangeResult } from '../shared/change.ts'
import type { Changed } from '../shared/changed.ts'
import type { CommandTools } from '../shared/tools.ts'

type Told = Extract<AppCommand, { readonly type: 'RecordRelease' | 'RecordYank' }>

/**
 * Lets the app know what became of a version, so that the caller finds it there with this command's position. Should the
 * hub stop before, the version's saga tells it.
 */
export const tellApp = async <State>(
  tools: CommandTools,
  version: Changed & { readonly state: State },
  command: Told,
): Promise<ChangeResult<State>> => {
  // What the caller expects, is expected of the version.
  const { expectedRevision: _, ...context } = tools.context
  const step = `${command.type} ${command.versionId}`
  const told = await changeStep({ ...tools, context }, step, app, command.appId, command)
  if (!('stream' in told)) return told
  const position = told.position > version.position ? told.position : version.position
  return { ...version, position }
}
