import type {
  PhysicalEstimate,
  ResourceEstimate,
  VersionReport,
} from '../../domain/catalog/version-report.ts'
import { builder } from '../schema/builder.ts'

const PhysicalEstimateType = builder.objectRef<PhysicalEstimate>('PhysicalEstimate').implement({
  description: 'What an error-corrected machine would need for one run.',
  fields: (t) => ({
    estimator: t.exposeString('estimator', { description: 'What it was estimated by.' }),
    qubitModel: t.exposeString('qubitModel', { description: 'Of which physical qubits.' }),
    errorCorrection: t.exposeString('errorCorrection', { description: 'By which code.' }),
    errorBudget: t.exposeFloat('errorBudget', { description: 'How likely it may fail.' }),
    physicalQubits: t.float({
      description: 'So many of them.',
      resolve: ({ physicalQubits }) => physicalQubits,
    }),
    logicalQubits: t.float({
      description: 'Error-corrected qubits.',
      resolve: ({ logicalQubits }) => logicalQubits,
    }),
    codeDistance: t.exposeInt('codeDistance', { description: 'Of the code.' }),
    tStates: t.float({
      description: 'T states that it consumes.',
      resolve: ({ tStates }) => tStates,
    }),
    tFactories: t.float({
      description: 'Factories that make them.',
      resolve: ({ tFactories }) => tFactories,
    }),
    runtimeNs: t.float({
      description: 'Nanoseconds that it takes.',
      resolve: ({ runtimeNs }) => runtimeNs,
    }),
  }),
})

export const ResourceEstimateType = builder
  .objectRef<ResourceEstimate>('ResourceEstimate')
  .implement({
    description: 'What it takes to run a program once.',
    fields: (t) => ({
      qubits: t.exposeInt('qubits', { description: 'Qubits that it uses.' }),
      clbits: t.exposeInt('clbits', { description: 'Bits that it measures into.' }),
      depth: t.exposeInt('depth', { description: 'The longest chain of operations.' }),
      twoQubitDepth: t.exposeInt('twoQubitDepth', {
        description: 'The longest chain of gates on two qubits or more.',
      }),
      oneQubitGates: t.exposeInt('oneQubitGates', { description: 'Gates on one qubit.' }),
      twoQubitGates: t.exposeInt('twoQubitGates', { description: 'Gates on two qubits.' }),
      multiQubitGates: t.exposeInt('multiQubitGates', { description: 'Gates on more.' }),
      measurements: t.exposeInt('measurements', { description: 'Measurements.' }),
      resets: t.exposeInt('resets', { description: 'Resets.' }),
      tCount: t.exposeInt('tCount', { description: 'T gates.' }),
      rotations: t.exposeInt('rotations', { description: 'Rotations by other angles.' }),
      gates: t.field({
        type: 'Counts',
        description: 'How often each gate stands in it, by name.',
        resolve: ({ gates }) => gates,
      }),
      physical: t.field({
        type: PhysicalEstimateType,
        nullable: true,
        description: 'On an error-corrected machine; null where there is no estimate.',
        resolve: ({ physical }) => physical ?? null,
      }),
    }),
  })

const VersionCheckType = builder
  .objectRef<VersionReport['checks'][number]>('VersionCheck')
  .implement({
    description: 'One thing that validation looked at.',
    fields: (t) => ({
      check: t.exposeString('check', {
        description:
          'PACKAGE, PARSE, QUBITS, INPUT_SCHEMA, OUTPUT_SCHEMA, EXAMPLES, SIMULATION or PHYSICAL_ESTIMATE.',
      }),
      outcome: t.exposeString('outcome', { description: 'PASSED, FAILED or SKIPPED.' }),
      detail: t.exposeString('detail', { description: 'What was seen.' }),
    }),
  })

const VersionIssueType = builder
  .objectRef<VersionReport['issues'][number]>('VersionIssue')
  .implement({
    description: 'What is wrong with a version, and where.',
    fields: (t) => ({
      pointer: t.exposeString('pointer', { description: 'JSON pointer into the version.' }),
      code: t.exposeString('code', { description: 'What it is, as a stable code.' }),
      detail: t.exposeString('detail', { description: 'What it is, in words.' }),
      line: t.int({
        nullable: true,
        description: 'Of the program.',
        resolve: ({ line }) => line ?? null,
      }),
      column: t.int({
        nullable: true,
        description: 'Of the program.',
        resolve: ({ column }) => column ?? null,
      }),
    }),
  })

export const VersionReportType = builder.objectRef<VersionReport>('VersionReport').implement({
  description: 'What validation found.',
  fields: (t) => ({
    accepted: t.exposeBoolean('accepted', { description: 'Whether no check failed.' }),
    checks: t.field({
      type: [VersionCheckType],
      description: 'What was looked at.',
      resolve: ({ checks }) => checks,
    }),
    issues: t.field({
      type: [VersionIssueType],
      description: 'What is wrong.',
      resolve: ({ issues }) => issues,
    }),
  }),
})
