import type { Tool } from './tool.ts'

/** Every tool of the hub. Recorded definitions name them: a name keeps its meaning. */
export const tools: readonly Tool[] = []

export const toolOf = (name: string): Tool | undefined => tools.find((tool) => tool.name === name)
