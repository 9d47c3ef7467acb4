import type { CircuitFacts as Facts } from '../../domain/jobs/circuit-facts.ts'
import type { Failure } from '../../domain/jobs/job-events.ts'
import type { JobResult as ResultValue } from '../../domain/jobs/job-result.ts'
import type { JobRow } from '../../projections/jobs/tables.ts'
import { builder } from '../schema/builder.ts'
import { Money, moneyOrNull } from '../schema/money.ts'
import { FaultDomain } from './job-enums.ts'

export const ClassicalRegister = builder
  .objectRef<ResultValue['registers'][number]>('ClassicalRegister')
  .implement({
    description: 'A classical register of a program, in the order of declaration.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      size: t.exposeInt('size', { description: 'Its bits.' }),
    }),
  })

export const CircuitFacts = builder.objectRef<Facts>('CircuitFacts').implement({
  description: 'What the compiler found in a program. Gate counts are for one run through it.',
  fields: (t) => ({
    language: t.exposeString('language', { description: 'The language, such as "OPENQASM".' }),
    version: t.exposeString('version', { description: 'The language’s version.' }),
    qubits: t.exposeInt('qubits', { description: 'Qubits that it declares.' }),
    clbits: t.exposeInt('clbits', { description: 'Classical bits that it declares.' }),
    registers: t.field({
      type: [ClassicalRegister],
      description: 'Its classical registers.',
      resolve: ({ registers }) => registers,
    }),
    oneQubitGates: t.exposeInt('oneQubitGates', { description: 'Gates on one qubit.' }),
    twoQubitGates: t.exposeInt('twoQubitGates', {
      description: 'Gates on two qubits; one on N counts as 6(N − 2).',
    }),
    measurements: t.exposeInt('measurements', { description: 'Measurements.' }),
    depth: t.exposeInt('depth', { description: 'Longest chain of operations.' }),
    dynamic: t.exposeBoolean('dynamic', {
      description: 'Whether outcomes of measurements steer later operations.',
    }),
  }),
})

export const JobFailure = builder.objectRef<Failure>('JobFailure').implement({
  description: 'Why a job failed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'A stable code.' }),
    message: t.exposeString('message', { description: 'A sentence for a person.' }),
    faultDomain: t.expose('faultDomain', { type: FaultDomain, description: 'Whose fault it is.' }),
    retriable: t.exposeBoolean('retriable', {
      description: 'Whether the same job may succeed another time.',
    }),
    line: t.exposeInt('line', { nullable: true, description: 'Line of the program, from 1.' }),
    column: t.exposeInt('column', { nullable: true, description: 'Column of the line, from 1.' }),
  }),
})

export const JobUsage = builder
  .objectRef<{ readonly shots: number; readonly qpuSeconds: number }>('JobUsage')
  .implement({
    description: 'What ran on the device.',
    fields: (t) => ({
      shots: t.exposeInt('shots', { description: 'Shots that counted.' }),
      qpuSeconds: t.exposeFloat('qpuSeconds', { description: 'Seconds on the device.' }),
    }),
  })

export const JobCharge = builder.objectRef<JobRow>('JobCharge').implement({
  description: 'What a job cost, and who got it.',
  fields: (t) => ({
    charged: t.field({
      type: Money,
      description: 'What was taken from the wallet.',
      resolve: ({ charged, asset }) => ({ amount: charged ?? '0', asset }),
    }),
    providerShare: t.field({
      type: Money,
      nullable: true,
      description: 'The part of the device’s provider.',
      resolve: ({ provider_share, asset }) => moneyOrNull(provider_share, asset),
    }),
    commission: t.field({
      type: Money,
      nullable: true,
      description: 'The part of the hub.',
      resolve: ({ commission, asset }) => moneyOrNull(commission, asset),
    }),
    refunded: t.field({
      type: Money,
      nullable: true,
      description: 'What was given back later.',
      resolve: ({ refunded, asset }) => moneyOrNull(refunded, asset),
    }),
  }),
})
