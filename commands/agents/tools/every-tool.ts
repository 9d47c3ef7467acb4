import { proposeWorkflow } from './propose-workflow.ts'
import { toolOf } from './registry.ts'
import type { Tool } from './tool.ts'

/** Of those that anybody's workflow may use, and of those that only the hub's own do. */
export const everyToolOf = (name: string): Tool | undefined =>
  name === proposeWorkflow.name ? proposeWorkflow : toolOf(name)
