import { unpackCounts } from '../../../platform/results/packed-counts.ts'
import { builder } from '../../schema/builder.ts'
import { CapsulePublication, CapsuleReportType, CapsuleTestType } from './parts.ts'
import { Capsule, CapsuleRun } from './refs.ts'

export const CapsuleStatus = builder.enumType('CapsuleStatus', {
  description: 'Whether a capsule passed its checks.',
  values: {
    VALID: { description: 'It may be run and published.' },
    INVALID: { description: 'Its report says why it may not.' },
  },
})

Capsule.implement({
  description:
    'A program with its script and its tests under the hash of all of it; its organisation alone sees it.',
  fields: (t) => ({
    capsuleId: t.exposeID('capsule_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    version: t.exposeString('version', { description: 'Its semantic version.' }),
    description: t.string({
      description: 'What it is about.',
      resolve: ({ content }) => content.description,
    }),
    status: t.expose('status', { type: CapsuleStatus, description: 'Whether it passed.' }),
    sha256: t.exposeString('sha256', { description: 'Of its content.' }),
    source: t.string({ description: 'OpenQASM text.', resolve: ({ content }) => content.source }),
    script: t.string({
      nullable: true,
      description: 'JavaScript that interprets what was counted.',
      resolve: ({ content }) => content.script ?? null,
    }),
    shots: t.int({
      description: 'How often it is run where nobody says otherwise.',
      resolve: ({ content }) => content.shots,
    }),
    qubits: t.int({ description: 'Qubits that it uses.', resolve: ({ facts }) => facts.qubits }),
    depth: t.int({
      description: 'The longest chain of operations.',
      resolve: ({ facts }) => facts.depth,
    }),
    twoQubitGates: t.int({
      description: 'Gates on two qubits or more, as they are billed.',
      resolve: ({ facts }) => facts.twoQubitGates,
    }),
    tests: t.field({
      type: [CapsuleTestType],
      description: 'Its tests.',
      resolve: ({ content }) => content.tests,
    }),
    report: t.field({
      type: CapsuleReportType,
      description: 'What came of its checks.',
      resolve: ({ report }) => report,
    }),
    publications: t.field({
      type: [CapsulePublication],
      description: 'Versions of apps that were made of it, the oldest first.',
      resolve: ({ publications }) => publications,
    }),
    packagedAt: t.expose('packaged_at', { type: 'DateTime', description: 'When it was made.' }),
    revision: t.string({
      description: 'Of the capsule’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})

const CapsuleRunStatus = builder.enumType('CapsuleRunStatus', {
  description: 'How a run of a capsule ended.',
  values: {
    COMPLETED: { description: 'It was counted, and the script answered.' },
    FAILED: { description: 'The program or the script failed.' },
  },
})

CapsuleRun.implement({
  description: 'A run of a capsule in the sandbox.',
  fields: (t) => ({
    runId: t.exposeID('run_id', { description: 'The hub’s id.' }),
    capsuleId: t.exposeID('capsule_id', { description: 'The capsule.' }),
    status: t.expose('status', { type: CapsuleRunStatus, description: 'How it ended.' }),
    shots: t.exposeInt('shots', { description: 'How often the program was run.' }),
    seed: t.exposeString('seed', { description: 'The same one gives the same counts.' }),
    inputs: t.field({
      type: 'JSONObject',
      description: 'For the `input` declarations, by name.',
      resolve: ({ inputs }) => inputs,
    }),
    counts: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'Shots by bit string; null when it failed.',
      resolve: ({ outcome }) =>
        outcome.kind === 'COMPLETED' ? unpackCounts(outcome.histogram) : null,
    }),
    output: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What the script answered.',
      resolve: ({ outcome }) => (outcome.kind === 'COMPLETED' ? (outcome.output ?? null) : null),
    }),
    failure: t.string({
      nullable: true,
      description: 'What failed, with its code.',
      resolve: ({ outcome }) =>
        outcome.kind === 'FAILED' ? `${outcome.part} ${outcome.code}: ${outcome.message}` : null,
    }),
    ranAt: t.expose('ran_at', { type: 'DateTime', description: 'When it was run.' }),
  }),
})
