import { entry } from '../entry.ts'

/** Agents, what they are asked to do, and what they need for it. */
export const agents = {
  TASK_ALREADY_TERMINAL: entry(409, 'Task has ended', 'A task that has ended cannot be changed.'),
  ILLEGAL_TASK_TRANSITION: entry(
    409,
    'Task cannot change that way now',
    'Look at the task’s status first, and at whether it asks for approval.',
  ),
  AGENT_NOT_ACTIVE: entry(
    409,
    'Agent is not active',
    'Resume the agent if it is paused; one that is retired stays so.',
  ),
}
