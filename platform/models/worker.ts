import { serveTasks } from '../threads/serve-tasks.ts'
import { fit } from './fit.ts'
import type { FitAnswer, FitTask } from './task.ts'

/** The thread that fits models: seconds of arithmetic that nobody else should wait for. */
serveTasks((task: FitTask): FitAnswer => fit(task))
