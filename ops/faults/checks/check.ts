import type { Evidence } from '../evidence.ts'

/** Looks at everything that is left, and says in words what is wrong with it; nothing when all is well. */
export type Check = (evidence: Evidence) => readonly string[]
