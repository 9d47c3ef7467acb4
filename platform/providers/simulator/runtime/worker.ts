import { serveTasks } from '../../../threads/serve-tasks.ts'
import { perform } from './perform.ts'

/** One thread of the simulator. */
serveTasks(perform)
