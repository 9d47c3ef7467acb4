import type { DecisionMeta } from '../../../domain/shared/decider.ts'
import { derivedId } from '../../../platform/ids/ids.ts'

/** The id that a decision in a test gets under a name: another name, another id; the same in every run. */
export const idNamed = (name: string): string => derivedId('test', name)

/** A UUID that tells the reader which one it is. */
export const idNumber = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** A fixed moment and person, and ids by name: a decision in a test is the same every time. */
export const meta: DecisionMeta = {
  actor: { kind: 'user', id: '00000000-0000-4000-8000-00000000000a' },
  now: '2026-01-01T12:00:00.000Z',
  commandId: '00000000-0000-4000-8000-00000000000c',
  id: idNamed,
  eventId: (index) => `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`,
}
