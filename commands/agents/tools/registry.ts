import { awaitJob } from './await-job.ts'
import { submitJob } from './submit-job.ts'
import { predictQueueTime } from './predict-queue-time.ts'
import { searchKnowledge } from './search-knowledge.ts'
import { generateCircuit } from './generate-circuit.ts'
import { generateTests } from './generate-tests.ts'
import { packageCapsule } from './package-capsule.ts'
import { planDeployment } from './plan-deployment.ts'
import { runCapsule } from './run-capsule.ts'
import { analyseCircuit } from './analyse-circuit.ts'
import { diagnoseJob } from './diagnose-job.ts'
import { optimiseCircuit } from './optimise-circuit.ts'
import { recommendDevice } from './recommend-device.ts'
import type { Tool } from './tool.ts'

/** Every tool of the hub. Recorded definitions name them: a name keeps its meaning. */
export const tools: readonly Tool[] = [
  generateCircuit,
  generateTests,
  packageCapsule,
  runCapsule,
  planDeployment,
  analyseCircuit,
  optimiseCircuit,
  recommendDevice,
  diagnoseJob,
  awaitJob,
  submitJob,
  predictQueueTime,
  searchKnowledge,
]

export const toolOf = (name: string): Tool | undefined => tools.find((tool) => tool.name === name)
