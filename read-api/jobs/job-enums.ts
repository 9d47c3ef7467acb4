import { builder } from '../schema/builder.ts'

export const JobStatus = builder.enumType('JobStatus', {
  description: 'Where a job is. COMPLETED, FAILED and CANCELLED are final.',
  values: {
    SUBMITTED: { description: 'Accepted; its funds are not reserved yet.' },
    QUEUED: { description: 'In line for its device.' },
    RUNNING: { description: 'With the provider.' },
    CANCELLING: { description: 'To be cancelled; the provider has not said so yet.' },
    COMPLETED: { description: 'It has a result.' },
    FAILED: { description: 'It has a failure.' },
    CANCELLED: { description: 'It was cancelled.' },
  },
})

export const JobPhase = builder.enumType('JobPhase', {
  description: 'What the provider is doing with a running job.',
  values: {
    COMPILING: { description: 'Translating the program for the device.' },
    WAITING_QPU: { description: 'Waiting for the quantum processor.' },
    EXECUTING_QPU: { description: 'Running on the quantum processor.' },
    POST_PROCESSING: { description: 'Making the result of what was measured.' },
  },
})

export const JobBilling = builder.enumType('JobBilling', {
  description: 'Where the payment of a job is.',
  values: {
    NONE: { description: 'Nothing is reserved.' },
    RESERVED: { description: 'The most that it may cost is held.' },
    PENDING: { description: 'It ended; the charge is being made.' },
    SETTLED: { description: 'It was charged.' },
    RELEASED: { description: 'Nothing was charged; the hold was given back.' },
    REFUNDED: { description: 'The charge was given back, in part or whole.' },
  },
})

export const FaultDomain = builder.enumType('FaultDomain', {
  description: 'Whose fault a failure is; who pays follows from it.',
  values: {
    USER: { description: 'Of the program or its submission.' },
    PLATFORM: { description: 'Of the hub.' },
    PROVIDER: { description: 'Of the device or its provider.' },
  },
})

export const JobOrder = builder.enumType('JobOrder', {
  description: 'What a list of jobs is ordered by.',
  values: {
    SUBMITTED_AT: { description: 'The order of their submission.' },
    NAME: { description: 'Their names, then the order of submission.' },
    SHOTS: { description: 'Their shots, then the order of submission.' },
  },
})

export const JobPerspective = builder.enumType('JobPerspective', {
  description: 'From which side jobs are looked at.',
  values: {
    SUBMITTED: { description: 'Those that your organisation submitted.' },
    PROVIDED: { description: 'Those on the devices of your organisation.' },
  },
})
