import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import fc from '../kit/fast-check.ts'
import { createSimulator, type Simulator } from '../../platform/providers/simulator/simulator.ts'
import { demanding, endless, hopeless } from '../fuzz/adversarial-programs.ts'
import { brokenProgram, fuzzRuns, fuzzSeed, validProgram } from '../fuzz/openqasm-programs.ts'
import { badAnalysis, badRun } from './kit/documented.ts'
import { inParallel } from './kit/in-parallel.ts'

/*
 * Programs of every kind through the simulator's threads, as quotes and runs send them there: none may crash a thread,
 * outlive its deadline or end in a way that no page describes. QHUB_FUZZ_PROGRAMS=10000 for a long run.
 */

/** A simulator and the deadline of what is asked of it. */
type Bench = { readonly simulator: Simulator; readonly deadlineMs: number }

const benchOf = (deadlineMs: number): Bench => {
  const simulator = createSimulator({ threads: 2, analysisDeadlineMs: deadlineMs })
  t.teardown(() => simulator.close())
  return { simulator, deadlineMs }
}

const patient = benchOf(20_000)
const impatient = benchOf(1000)
/** How long an answer may stay out beyond its deadline before it counts as a hang: threads share a busy machine. */
const patienceMs = 120_000
const shots = 8

const withoutHanging = async <Outcome>(
  deadlineMs: number,
  promise: Promise<Outcome>,
): Promise<Outcome | 'hangs'> => {
  const waited = new AbortController()
  const late = pause(deadlineMs + patienceMs, 'hangs' as const, { signal: waited.signal })
  // Aborted when the outcome came first.
  late.catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    waited.abort()
  }
}

/** Whether the program was taken and how it ended; `wrong` when it ended in no way that is documented. */
const tryOut = async (
  { simulator, deadlineMs }: Bench,

  source: string,
): Promise<{ readonly end: string; readonly wrong?: string }> => {
  const analysis = await withoutHanging(deadlineMs, simulator.analyse(source))
  if (analysis === 'hangs') return { end: 'hung', wrong: 'the analysis hangs' }
  const run = await withoutHanging(
    deadlineMs,
    simulator.run({ program: source, shots, seed: 's', deadlineMs }),
  )
  if (run === 'hangs') return { end: 'hung', wrong: 'the run hangs' }
  const clbits = analysis.kind === 'ok' ? analysis.facts.clbits : undefined
  const wrong = badAnalysis(source, analysis) ?? badRun(run, shots, clbits)
  if (wrong !== undefined) return { end: 'wrong', wrong }
  if (analysis.kind === 'ok') return { end: run.kind === 'failed' ? run.code : run.kind }
  return analysis.kind === 'invalid' && run.kind === 'failed'
    ? { end: analysis.diagnostic.code }
    : { end: 'wrong', wrong: `${analysis.kind} to the analyser, and the run ${run.kind}` }
}

const tally = (ends: ReadonlyMap<string, number>): string =>
  [...ends]
    .sort(([, a], [, b]) => b - a)
    .map(([end, count]) => `${end} ${count}`)
    .join(', ')

const tryAll = async (
  t: Test,
  sources: Iterable<readonly [name: string, source: string]>,
  bench = patient,
) => {
  const ends = new Map<string, number>()
  await inParallel(sources, 3, async ([name, source]) => {
    const { end, wrong } = await tryOut(bench, source)
    ends.set(end, (ends.get(end) ?? 0) + 1)
    if (wrong !== undefined) t.fail(`${name}: ${wrong}`, { source: source.slice(0, 4000) })
  })
  t.comment(tally(ends))
  return ends
}

t.test('generated programs end in documented ways', async (t) => {
  const runs = fuzzRuns(600)
  const programs = fc.sample(
    fc.oneof({ arbitrary: validProgram, weight: 2 }, { arbitrary: brokenProgram, weight: 3 }),
    { numRuns: runs, seed: fuzzSeed() },
  )
  const ends = await tryAll(
    t,
    programs.map((source, index) => [`program ${index} of seed ${fuzzSeed()}`, source] as const),
  )
  t.ok((ends.get('completed') ?? 0) > runs / 5, 'many of them ran')
  t.ok((ends.get('QASM_SYNTAX') ?? 0) > runs / 20, 'and many were refused')
})

t.test('programs written to hurt are refused', async (t) => {
  const ends = await tryAll(t, Object.entries(hopeless))
  t.notOk(ends.has('completed'), 'none ran')
})

t.test('programs that would never end are stopped', async (t) => {
  const ends = await tryAll(t, Object.entries(endless), impatient)
  t.same([...ends.keys()], ['QASM_TOO_LARGE'])
})

t.test('demanding programs are taken, and run or are stopped', async (t) => {
  for (const [name, source] of Object.entries(demanding))
    t.equal((await patient.simulator.analyse(source)).kind, 'ok', name)
  await tryAll(t, Object.entries(demanding))
})

t.test('after all that the threads serve as ever', async (t) => {
  const program =
    'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\ncreg c[1];\nx q[0];\nmeasure q -> c;\n'
  t.match(
    await patient.simulator.run({ program, shots, seed: 's', deadlineMs: patient.deadlineMs }),
    {
      result: { counts: { 1: shots } },
    },
  )
})
