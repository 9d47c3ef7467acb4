import {
  reconciliationFinding,
  type FindingCommand,
} from '../../domain/billing/reconciliation/finding.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const onFinding =
  (wish: (findingId: string, name: string) => FindingCommand): Step =>
  (recorder, _, name) => {
    const findingId = idOf('finding', name)
    recorder.record(reconciliationFinding, findingId, wish(findingId, name))
  }

const raised = (theirs: string): Step =>
  onFinding((findingId, name) => ({
    ...{ type: 'RaiseFinding', findingId, runId: idOf('run', name, theirs) },
    difference: {
      ...{ code: 'PAYMENT_STATE_DIFFERS', subject: idOf('payment', name) },
      ...{ paymentId: idOf('payment', name), ours: 'REQUIRES_CAPTURE', theirs },
    },
  }))

/** What may happen to what the provider's books and ours differ in. */
export const reconciliationSteps = {
  findingRaised: raised('SUCCEEDED'),
  findingChanged: raised('CANCELLED'),
  findingAcknowledged: onFinding((findingId) => ({
    ...{ type: 'AcknowledgeFinding', findingId, reason: 'asked the provider' },
  })),
  findingResolved: onFinding((findingId) => ({
    ...{ type: 'ResolveFinding', findingId, reason: 'booked' },
  })),
  findingCleared: onFinding((findingId, name) => ({
    ...{ type: 'ClearFinding', findingId, runId: idOf('run', name) },
  })),
} as const satisfies Readonly<Record<string, Step>>
