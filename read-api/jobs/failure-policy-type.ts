import type { AppliedRule, FailureRule } from '../../domain/billing/failure-policy.ts'
import { builder } from '../schema/builder.ts'
import { FaultDomain } from './job-enums.ts'

export const BillingPhase = builder.enumType('BillingPhase', {
  description: 'How far a run got before it ended.',
  values: {
    BEFORE_EXECUTION: { description: 'Nothing ran on the device.' },
    DURING_EXECUTION: { description: 'The device was at work.' },
  },
})
const ChargeRule = builder.enumType('ChargeRule', {
  description: 'What the customer is charged.',
  values: {
    NOTHING: { description: 'Nothing.' },
    CONSUMPTION: { description: 'What was consumed.' },
  },
})
const BorneBy = builder.enumType('BorneBy', {
  description: 'Who bears what was consumed.',
  values: {
    CUSTOMER: { description: 'Who submitted the job.' },
    PROVIDER: { description: 'Whose device it is.' },
    NOBODY: { description: 'Nobody: nothing was consumed.' },
  },
})

export const FailurePolicyRule = builder.objectRef<FailureRule>('FailurePolicyRule').implement({
  description: 'Who bears what a run that does not complete has used.',
  fields: (t) => ({
    fault: t.expose('fault', { type: FaultDomain, description: 'Whose fault it is.' }),
    phase: t.expose('phase', { type: BillingPhase, description: 'How far it got.' }),
    charge: t.expose('charge', { type: ChargeRule, description: 'What the customer is charged.' }),
    borneBy: t.expose('borneBy', { type: BorneBy, description: 'Who bears it.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
  }),
})

export const AppliedPolicy = builder.objectRef<AppliedRule>('AppliedPolicy').implement({
  description: 'The rule that decided what the end of a job cost.',
  fields: (t) => ({
    policyVersion: t.exposeString('policyVersion', { description: 'Of which version.' }),
    fault: t.field({
      type: FaultDomain,
      nullable: true,
      description: 'Whose fault it was; null for a run that completed.',
      resolve: ({ fault }) => fault ?? null,
    }),
    phase: t.expose('phase', { type: BillingPhase, description: 'How far it got.' }),
    charge: t.expose('charge', { type: ChargeRule, description: 'What the customer is charged.' }),
    borneBy: t.expose('borneBy', { type: BorneBy, description: 'Who bears it.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
  }),
})
