import type { Publication } from '../../../domain/agents/capsules/capsule.ts'
import type { CapsuleTest } from '../../../domain/agents/capsules/content.ts'
import type { CapsuleReport, TestResult } from '../../../domain/agents/capsules/report.ts'
import { builder } from '../../schema/builder.ts'

const CapsuleTestBasis = builder.enumType('CapsuleTestBasis', {
  description: 'What the expectation of a test rests on.',
  values: {
    THEORY: { description: 'What the algorithm promises.' },
    REFERENCE: { description: 'What the program itself did when the test was made.' },
  },
})

const CheckOutcome = builder.enumType('CapsuleCheckOutcome', {
  description: 'How a check of a capsule ended.',
  values: {
    PASSED: { description: 'Nothing is wrong.' },
    FAILED: { description: 'The capsule is not accepted.' },
    SKIPPED: { description: 'There was nothing to look at.' },
  },
})

export const CapsuleTestType = builder.objectRef<CapsuleTest>('CapsuleTest').implement({
  description: 'What is to come out of a run with these inputs.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    basis: t.expose('basis', { type: CapsuleTestBasis, description: 'What it rests on.' }),
    inputs: t.field({
      type: 'JSONObject',
      description: 'For the `input` declarations, by name.',
      resolve: ({ inputs }) => inputs,
    }),
    shots: t.exposeInt('shots', { description: 'How often the program is run.' }),
    expected: t.field({
      type: 'JSONObject',
      description: 'Probabilities by bit string.',
      resolve: ({ expected }) => expected,
    }),
    tolerance: t.exposeFloat('tolerance', {
      description: 'The total variation distance up to which it passes.',
    }),
    output: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'What the script is to answer, where that does not depend on chance.',
      resolve: ({ output }) => output ?? null,
    }),
  }),
})

const CapsuleCheckType = builder
  .objectRef<CapsuleReport['checks'][number]>('CapsuleCheck')
  .implement({
    description: 'One thing that was looked at.',
    fields: (t) => ({
      check: t.exposeString('check', { description: '`PROGRAM`, `SCRIPT` or `TESTS`.' }),
      outcome: t.expose('outcome', { type: CheckOutcome, description: 'How it ended.' }),
      detail: t.exposeString('detail', { description: 'In words.' }),
    }),
  })

const CapsuleTestResult = builder.objectRef<TestResult>('CapsuleTestResult').implement({
  description: 'What came of one test.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the test.' }),
    passed: t.exposeBoolean('passed', { description: 'Whether it passed.' }),
    distance: t.float({
      nullable: true,
      description: 'Between what was counted and what was expected; null when the run failed.',
      resolve: ({ distance }) => distance ?? null,
    }),
    tolerance: t.exposeFloat('tolerance', { description: 'What was allowed.' }),
    detail: t.exposeString('detail', { description: 'In words.' }),
  }),
})

export const CapsuleReportType = builder.objectRef<CapsuleReport>('CapsuleReport').implement({
  description: 'What was found when the capsule was packaged.',
  fields: (t) => ({
    accepted: t.exposeBoolean('accepted', { description: 'No check failed.' }),
    checks: t.field({
      type: [CapsuleCheckType],
      description: 'What was looked at.',
      resolve: ({ checks }) => checks,
    }),
    tests: t.field({
      type: [CapsuleTestResult],
      description: 'Each test that was run.',
      resolve: ({ tests }) => tests,
    }),
  }),
})

export const CapsulePublication = builder.objectRef<Publication>('CapsulePublication').implement({
  description: 'A version of an app that was made of a capsule.',
  fields: (t) => ({
    appId: t.exposeID('appId', { description: 'The app.' }),
    versionId: t.exposeID('versionId', { description: 'The version.' }),
    packageId: t.exposeID('packageId', { description: 'The package that it is in.' }),
    semver: t.exposeString('semver', { description: 'The number of the version.' }),
  }),
})
