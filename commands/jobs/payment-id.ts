import { derivedId } from '../../platform/ids/ids.ts'

/** The payment of a job that a card pays: one for each, for ever. */
export const paymentIdOf = (jobId: string): string => derivedId(jobId, 'payment')
