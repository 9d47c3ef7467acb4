import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { stringify } from 'safe-stable-stringify'
import { programHashOf } from '../../program-hash.ts'
import { bitOrder, type Counts, type RunPhase } from '../../port.ts'
import { execute, ExecutionError } from '../engine/execute.ts'
import { createNoiseModel } from '../engine/noise.ts'
import { createRandom } from '../engine/random.ts'
import { tailStart } from '../engine/tail.ts'
import { compile } from '../language/compile.ts'
import { QasmError } from '../language/diagnostic.ts'
import { factsOf } from '../language/facts.ts'
import type { Answer, Task } from './tasks.ts'

export const engine = { name: 'qhub-statevector', version: '1.0.0' } as const

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** sha-256, hex, of the counts as JSON with sorted keys: equal counts, equal hash. */
export const hashCounts = (counts: Counts): string => sha256(stringify(counts))

/** Does one task in this thread. What the program did wrong is part of the answer; anything thrown is our fault. */
export const perform = (task: Task, onPhase: (phase: RunPhase) => void): Answer => {
  if (task.kind === 'analyse') {
    const compiled = compile(task.source, task.limits, task.inputs)
    if (compiled.kind === 'invalid') return compiled
    const dynamic = tailStart(compiled.program.instructions) > 0
    return { kind: 'ok', facts: factsOf(compiled.program, dynamic) }
  }
  onPhase('COMPILING')
  const compiled = compile(task.program, task.limits, task.inputs)
  if (compiled.kind === 'invalid') return { kind: 'refused', refusal: compiled.diagnostic }
  onPhase('EXECUTING_QPU')
  const started = performance.now()
  try {
    const noise = task.calibration === undefined ? undefined : createNoiseModel(task.calibration)
    const tally = execute(
      compiled.program,
      task.shots,
      createRandom(task.seed),
      noise,
      task.execution,
    )
    const executionSeconds = (performance.now() - started) / 1000
    onPhase('POST_PROCESSING')
    const counts = tally.counts()
    return {
      kind: 'completed',
      result: {
        counts,
        registers: tally.registers(),
        bitOrder,
        shots: task.shots,
        executionSeconds,
        engine,
        programHash: programHashOf(task.program, task.inputs),
        resultHash: hashCounts(counts),
        seed: task.seed,
      },
    }
  } catch (error) {
    if (error instanceof QasmError) return { kind: 'refused', refusal: error.diagnostic }
    if (error instanceof ExecutionError)
      return { kind: 'refused', refusal: { code: error.code, message: error.message } }
    throw error
  }
}
