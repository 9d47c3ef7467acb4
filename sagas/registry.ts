import { performSchedulingEffects } from './devices/perform.ts'
import { deviceScheduling } from './devices/scheduling.ts'
import { jobExecution } from './jobs/execution.ts'
import { performJobEffects } from './jobs/perform.ts'
import { register, type AnySaga } from './runtime/registry.ts'

/** Every saga of the hub. */
export const sagas: readonly AnySaga[] = [
  register(jobExecution, performJobEffects),
  register(deviceScheduling, performSchedulingEffects),
]
