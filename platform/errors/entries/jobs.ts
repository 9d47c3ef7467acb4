import { entry } from '../entry.ts'

/** Circuits, quotes, jobs and their results. */
export const jobs = {
  TOO_MANY_QUBITS: entry(
    422,
    'Circuit needs more qubits than the device has',
    'Use a smaller circuit or a larger device.',
  ),
  TOO_MANY_SHOTS: entry(
    422,
    'More shots than the device takes',
    'Stay within the device’s shot range.',
  ),
  TOO_FEW_SHOTS: entry(
    422,
    'Fewer shots than the device takes',
    'Stay within the device’s shot range.',
  ),
  INVALID_CIRCUIT: entry(
    422,
    'Circuit is not a valid OpenQASM program',
    'The errors name line and column.',
  ),
  COST_ABOVE_MAXIMUM: entry(
    422,
    'Job is estimated above your maximum cost',
    'Raise maximumCost, or use fewer shots.',
  ),
  QUOTE_EXPIRED: entry(409, 'Quote has expired', 'Ask for a new quote.'),
  QUOTE_MISMATCH: entry(
    422,
    'Quote is for another job',
    'Submit the program, device and shots that were quoted.',
  ),
  JOB_ALREADY_TERMINAL: entry(409, 'Job has ended', 'A job that has ended cannot be changed.'),
  ILLEGAL_JOB_TRANSITION: entry(
    409,
    'Job cannot change that way now',
    'Look at the job’s status and billing first.',
  ),
}
