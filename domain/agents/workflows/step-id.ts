import { z } from 'zod'

/** A step in an iteration of the loops that it is within: `key`, `key#2`, `key#2.1`. */
export const StepId = z
  .string()
  .max(80)
  .regex(/^[a-z][A-Za-z0-9]{0,39}(?:#[0-9]{1,2}(?:\.[0-9]{1,2})*)?$/)

/** Iterations are counted from 1, the outermost loop's first. */
export type Iterations = readonly number[]

export const stepId = (key: string, iterations: Iterations): string =>
  iterations.length === 0 ? key : `${key}#${iterations.join('.')}`

export const keyOfStep = (id: string): string => id.split('#')[0] ?? id

export const iterationsOf = (id: string): Iterations =>
  (id.split('#')[1] ?? '')
    .split('.')
    .filter((part) => part !== '')
    .map(Number)
