import type { Simulator } from '../providers/simulator/simulator.ts'
import type { ScriptRunner } from './script-runner.ts'

/** Where capsules run: programs on the simulator, scripts in an engine that reaches nothing. */
export type Sandbox = Pick<Simulator, 'run'> & Pick<ScriptRunner, 'process'>
