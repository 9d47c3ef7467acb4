import { category } from '../../../domain/billing/reconciliation/reconciliation.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

export type ReconciliationEffect = { readonly kind: 'reconcile' }

/** Every six hours, beginning soon after a hub is new. */
const firstSeconds = 3_600
const everySeconds = 21_600
/** A provider that does not answer is asked again. */
const againSeconds = 900

const after = (now: string, seconds: number): SagaAction<ReconciliationEffect> => ({
  do: 'schedule',
  name: 'compare',
  dueAt: instantOf(msOf(now) + seconds * 1_000),
})

/** Compares the provider's books with ours, again and again. One instance for the hub. */
export const reconciliationCycle: Saga<null, ReconciliationEffect> = {
  name: 'reconciliationCycle',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: { ReconciliationOpened: { starts: 'reconciliationId' } },
  mayRest: false,
  initial: null,
  evolve: () => null,
  decide: (message, _, now) => {
    switch (message.type) {
      case 'input':
        return [after(now, firstSeconds)]
      case 'timer':
        return [{ do: 'request', effect: { kind: 'reconcile' } }]
      case 'succeeded':
        return [after(now, everySeconds)]
      case 'refused':
      case 'unknown':
        return [after(now, againSeconds)]
      default:
        return exhausted(message)
    }
  },
}
