import { app } from '../../domain/catalog/app.ts'
import { slugReservation, type SlugReservation } from '../../domain/catalog/slug-reservation.ts'
import { msOf } from '../../domain/shared/instant.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { changeStep } from '../accounts/step.ts'
import type { CommandTools } from '../shared/tools.ts'

/** An unfinished creation holds its slug for so long; then another app may have it. */
const stalledAfterMs = 10 * 60_000

/** Reserves a slug for an app that is about to be. Nothing: it has it. */
export const reserveSlug = async (
  tools: CommandTools,
  slug: string,
  appId: string,
): Promise<Rejection | Failure | undefined> => {
  const { state, revision } = await tools.load(slugReservation, slug)
  if (state.kind === 'reserved' && state.appId === appId) return undefined
  const from = await stalledHolder(tools, state)
  const wanted = { slug, appId }
  const command =
    from === undefined
      ? ({ type: 'ReserveSlug', ...wanted } as const)
      : ({ type: 'TakeOverSlug', ...wanted, from } as const)
  const step = `${command.type} ${slug} after ${revision.toString()}`
  const changed = await changeStep(tools, step, slugReservation, slug, command)
  return 'stream' in changed ? undefined : changed
}

/** The holder whose app never came to be. It is first kept from ever being; only then is its slug free. */
const stalledHolder = async (
  tools: CommandTools,
  state: SlugReservation,
): Promise<string | undefined> => {
  if (state.kind === 'free') return undefined
  const { appId, since } = state
  const held = await tools.load(app, appId)
  switch (held.state.kind) {
    case 'existing':
      return undefined
    case 'abandoned':
      return appId
    case 'absent': {
      if (tools.services.clock.now().getTime() - msOf(since) < stalledAfterMs) return undefined
      const command = { type: 'AbandonAppCreation', appId } as const
      const given = await changeStep(tools, `abandon ${appId}`, app, appId, command)
      return 'stream' in given ? appId : undefined
    }
  }
}
