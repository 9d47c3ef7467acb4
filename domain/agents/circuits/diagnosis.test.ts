import t from 'tap'
import { Diagnosis, diagnose, type Evidence } from './diagnosis.ts'
import type { Fit } from './fit.ts'

const jobId = '0198c3f2-6f0a-7c31-9a55-0c1b2d3e4f50'
const at = (second: number): string => `2026-11-22T10:00:${String(second).padStart(2, '0')}.000Z`

const fit: Fit = {
  placement: 'AS_NUMBERED',
  layout: [0, 1],
  twoQubitGates: 4,
  swaps: 0,
  gateError: 0.02,
  readoutError: 0.03,
  success: 0.95,
  worst: [{ deviceQubits: [0, 1], gates: 4, lost: 0.02 }],
}

const evidence: Evidence = {
  jobId,
  status: 'COMPLETED',
  shots: 100,
  shotsSeen: 100,
  attempts: 1,
  timeline: [
    { type: 'JobQueued', at: at(0) },
    { type: 'JobStarted', at: at(2) },
    { type: 'JobCompleted', at: at(5) },
  ],
  noisy: true,
  fits: [fit],
}

const codes = (changes: Partial<Evidence>): readonly string[] => {
  const found = Diagnosis.parse(diagnose({ ...evidence, ...changes }))
  return found.findings.map(({ code }) => code)
}

t.test('a job that went well', async (t) => {
  const found = diagnose(evidence)
  t.match(found, { code: 'NOTHING_WRONG', waitedSeconds: 2, ranSeconds: 3 })
  t.same(codes({ noisy: false, fits: [] }), ['NOTHING_WRONG'])
})

t.test('a failure leads, with its own code and what to do', async (t) => {
  const failure = {
    code: 'QASM_LOOP_LIMIT',
    message: 'a loop went round too often',
    faultDomain: 'USER',
    retriable: false,
    line: 4,
  } as const
  const found = diagnose({
    ...evidence,
    status: 'FAILED',
    failure,
    fits: [{ ...fit, success: 0.2 }],
  })
  t.match(found, {
    code: 'QASM_LOOP_LIMIT',
    findings: [{ code: 'FAILED', advice: /Bound the loop/ }, { weight: 'RISK' }],
  })
  t.match(found.findings[0]?.detail, 'line 4')
  const unheardOf = { code: 'NEW', message: 'm', faultDomain: 'PROVIDER', retriable: true } as const
  t.match(
    diagnose({ ...evidence, status: 'FAILED', failure: unheardOf }).findings[0]?.advice,
    /another device/,
  )
  t.match(
    diagnose({ ...evidence, status: 'FAILED', failure: { ...unheardOf, retriable: false } })
      .findings[0]?.advice,
    /would fail again/,
  )
})

t.test('errors, by how much is left', async (t) => {
  t.same(codes({ fits: [{ ...fit, success: 0.8, gateError: 0.15 }] }), ['NOISE_VISIBLE'])
  t.same(codes({ fits: [{ ...fit, success: 0.3, gateError: 0.6 }] }), ['NOISE_DOMINATES'])
  t.same(codes({ fits: [{ ...fit, readoutError: 0.12, success: 0.89 }] }), [
    'NOISE_VISIBLE',
    'READINGS_UNRELIABLE',
  ])
  t.same(codes({ fits: [{ ...fit, overT1: 0.2, overT2: 0.7 }] }), ['LONGER_THAN_COHERENCE'])
  t.same(
    codes({
      fits: [
        { ...fit, success: 0.91 },
        { ...fit, placement: 'CHOSEN', success: 0.99 },
      ],
    }),
    ['BETTER_PLACEMENT'],
  )
  t.same(codes({ fits: [], unfitted: 'It pinned no calibration.' }), ['NOT_ESTIMATED'])
})

t.test('what came back, how often it was tried, how long it stood in line', async (t) => {
  t.same(codes({ shotsSeen: 60, attempts: 2 }), ['SHOTS_MISSING', 'TRIED_AGAIN'])
  const timeline = [
    { type: 'JobQueued', at: at(0) },
    { type: 'JobStarted', at: '2026-11-22T10:30:00.000Z' },
    { type: 'JobCompleted', at: '2026-11-22T10:30:01.000Z' },
  ]
  t.same(codes({ timeline }), ['LONG_WAIT'])
  t.same(codes({ status: 'RUNNING', timeline: [] }), ['STILL_UNDER_WAY'])
  t.same(codes({ status: 'CANCELLED' }), ['CANCELLED'])
})
