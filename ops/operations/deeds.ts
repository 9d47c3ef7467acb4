import type { OperatorActionName } from '../../domain/operations/actions.ts'
import type { OperatorDeeds } from '../../platform/operations/port.ts'
import type { Deed, DeedParts } from './deed.ts'
import { quarantineRetry, quarantineSkip } from './quarantine.ts'
import { redriveAllOrOne } from './redrive-all.ts'
import {
  replayCancel,
  replayDrop,
  replayPause,
  replayPromote,
  replayResume,
  replayRollback,
  replayStart,
  replayThrottle,
} from './replay.ts'
import { redriveOne } from './redrive.ts'
import { skipLetter } from './skip-letter.ts'

/** Every deed that a hub which runs can be asked for. */
export const deeds: Readonly<Partial<Record<OperatorActionName, Deed>>> = {
  'saga.redrive': redriveOne,
  'deadletters.redrive': redriveAllOrOne,
  'deadletters.skip': skipLetter,
  'quarantine.retry': quarantineRetry,
  'quarantine.skip': quarantineSkip,
  'replay.start': replayStart,
  'replay.pause': replayPause,
  'replay.resume': replayResume,
  'replay.cancel': replayCancel,
  'replay.throttle': replayThrottle,
  'replay.promote': replayPromote,
  'replay.rollback': replayRollback,
  'replay.drop': replayDrop,
}

const deedOf = (action: OperatorActionName): Deed => {
  const deed = deeds[action]
  if (deed === undefined) throw new Error(`nobody does ${action} here`)
  return deed
}

/** The deeds as the hub's port. `parts` is asked when something is done: the services hold the port themselves. */
export const operatorDeeds = (parts: () => DeedParts): OperatorDeeds => ({
  preview: async (wish) => deedOf(wish.action).preview(wish, parts()),
  perform: async (order) => deedOf(order.action).perform(order, parts()),
})
