import { allows, type CommandContext } from './context.ts'

/** May the caller act on what belongs to this organisation? The hub itself and operators may; others only on their own. */
export const actsFor = (context: CommandContext, organisation: string): boolean =>
  context.organisation === organisation || allows(context, 'organisations:any')
