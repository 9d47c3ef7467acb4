import { compile } from '../providers/simulator/language/compile.ts'
import { serveTasks } from '../threads/serve-tasks.ts'
import { couplingOf } from './coupling.ts'
import { fitsOf } from './fit.ts'
import { optimise } from './optimise.ts'
import { profileOf } from './profile.ts'
import type { CircuitAnswer, CircuitTask } from './task.ts'

/** The thread that rewrites and measures circuits. A throw ends it. */
const perform = (task: CircuitTask): CircuitAnswer => {
  const { source, inputs, limits } = task
  if (task.kind === 'optimise')
    return { kind: 'optimisation', outcome: optimise(source, inputs, limits, task.options) }
  const compiled = compile(source, limits, inputs)
  if (compiled.kind === 'invalid') return compiled
  const profile = profileOf(compiled.program)
  const fits = task.devices.map((device) => fitsOf(profile, couplingOf(device)))
  return { kind: 'profiled', profile, fits }
}

serveTasks(perform)
