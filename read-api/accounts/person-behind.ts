import { requirePrincipal, seesAll } from '../view/caller.ts'
import type { View } from '../view/view.ts'

/** The person behind the caller: behind a key, the one who created it. */
export const personBehind = async (view: View): Promise<string | undefined> => {
  const { actor } = requirePrincipal(view.caller)
  if (actor.kind !== 'apiKey') return actor.id
  return (await view.loaders.apiKeys.load(actor.id))?.created_by
}

/** Whether a person is the one who asks, or an operator does. */
export const isOwnOrSeesAll = async (view: View, userId: string): Promise<boolean> =>
  view.caller.kind === 'known' &&
  (seesAll(view.caller.principal) || (await personBehind(view)) === userId)
