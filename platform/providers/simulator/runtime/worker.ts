import type { RunPhase } from '../../port.ts'
import { serveTasks } from '../../../threads/serve-tasks.ts'
import { perform } from './perform.ts'
import type { Answer, Task } from './tasks.ts'

/** One thread of the simulator. */
serveTasks<Task, Answer, RunPhase>(perform)
