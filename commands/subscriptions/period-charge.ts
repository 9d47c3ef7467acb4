import { derivedId } from '../../platform/ids/ids.ts'

/** The charge of a period: the same id, whoever asks for it and however often. */
export const periodChargeId = (subscriptionId: string, index: number): string =>
  derivedId(subscriptionId, 'period', index.toString())
