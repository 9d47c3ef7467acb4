import { serveTasks } from '../threads/serve-tasks.ts'
import { evaluate, loadEngine } from './evaluate.ts'
import type { ScriptAnswer, ScriptTask } from './task.ts'

const engine = await loadEngine()

/** The thread that runs strangers' scripts. Whatever one makes of its time or memory, only this thread is lost. */
serveTasks((task: ScriptTask): ScriptAnswer => evaluate(engine, task))
