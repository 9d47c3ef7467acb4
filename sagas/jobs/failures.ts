import type { Failure } from '../../domain/jobs/job-events.ts'

/** Why a job can fail that its provider has nothing to say about. */
export const maxDaysInQueue = 7

export const unreachable: Failure = {
  code: 'PROVIDER_UNREACHABLE',
  message: 'The provider never took the job.',
  faultDomain: 'PROVIDER',
  retriable: true,
}
export const ignoredCancellation: Failure = {
  code: 'PROVIDER_IGNORED_CANCELLATION',
  message: 'The job ran longer than the device allows, and the provider did not cancel it.',
  faultDomain: 'PROVIDER',
  retriable: true,
}
export const ranTooLong: Failure = {
  code: 'EXECUTION_TIME_LIMIT',
  message: 'The job ran longer than the device allows.',
  faultDomain: 'USER',
  retriable: false,
}
export const waitedTooLong: Failure = {
  code: 'QUEUE_TIME_LIMIT',
  message: `The job waited ${maxDaysInQueue} days for the device.`,
  faultDomain: 'PLATFORM',
  retriable: true,
}
export const notPaid = (reason: string): Failure => ({
  code: 'PAYMENT_DECLINED',
  message: `The card did not pay: ${reason}.`,
  faultDomain: 'USER',
  retriable: true,
})
