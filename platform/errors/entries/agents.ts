import { entry } from '../entry.ts'

/** Agents, what they are asked to do, and what they need for it. */
export const agents = {
  TASK_ALREADY_TERMINAL: entry(409, 'Task has ended', 'A task that has ended cannot be changed.'),
  ILLEGAL_TASK_TRANSITION: entry(
    409,
    'Task cannot change that way now',
    'Look at the task’s status first, and at whether it asks for approval.',
  ),
  MESSAGE_TAKEN: entry(
    409,
    'Message was taken',
    'Another agent of the group has it, or this one has had it.',
  ),
  AGENT_NOT_ACTIVE: entry(
    409,
    'Agent is not active',
    'Resume the agent if it is paused; one that is retired stays so.',
  ),
  BUDGET_NOT_OPEN: entry(
    409,
    'Budget is not open',
    'Open a budget, or wait until the one that was asked for is open.',
  ),
  BUDGET_EXCEEDED: entry(
    409,
    'Budget has too little left',
    'Ask for fewer output tokens or a cheaper model, or open another budget.',
  ),
  CALL_UNDER_WAY: entry(
    409,
    'Call to a model is under way',
    'Ask again under the same id in a moment, when its answer is recorded.',
    true,
  ),
  PROMPT_UNKNOWN: entry(
    422,
    'There is no such prompt',
    'The documentation lists the templates and their versions.',
  ),
  NO_MODEL_ROUTE: entry(
    422,
    'No model fits the policy',
    'The detail says why each model was left out; loosen the policy or shorten the prompt.',
  ),
  MODEL_FAILED: entry(
    502,
    'No model answered',
    'Every model that was tried refused or failed for good. Change the request before it is repeated under a new key.',
  ),
  MODEL_ANSWER_INVALID: entry(
    502,
    'Model gave no answer in the form asked for',
    'Its answers did not match the form, also when asked again. Try another model or a simpler question.',
  ),
  CAPSULE_INVALID: entry(
    409,
    'Capsule did not pass its checks',
    'Read the capsule’s report, put right what it names, and package it anew.',
  ),
  SANDBOX_LIMIT: entry(
    409,
    'Sandbox has not that much time or memory',
    'Ask for fewer shots, or make the program or its script smaller. Nothing was written down.',
  ),
  PLAN_REFUSED: entry(
    422,
    'Deployment plan breaks a rule',
    'Each issue says where: a secret in the clear, an image without a fixed version, a service without limits.',
  ),
  MODEL_VERSION_NOT_READY: entry(
    409,
    'Version of the model is not ready',
    'Wait until it is trained; one whose training failed is trained anew as another version.',
    true,
  ),
  MODEL_NOT_COMPARED: entry(
    409,
    'Version was not compared with the one in use',
    'Have it evaluated: that judges both over the same waits.',
  ),
  MODEL_NOT_BETTER: entry(
    409,
    'Version is not better than what is in use',
    'The detail has the errors of both. Train another one, on more history or otherwise.',
  ),
  WORKFLOW_INVALID: entry(
    422,
    'Workflow cannot be run',
    'Each issue names the step: a reference that leads nowhere, a tool that there is not, steps that need each other.',
  ),
  RUN_NOT_SUSPENDED: entry(
    409,
    'Run waits for nobody to resume it',
    'Only a run whose status is SUSPENDED is resumed. One that has ended can be forked.',
  ),
  RUN_ALREADY_ENDED: entry(
    409,
    'Run has ended',
    'A run that has ended is not changed. It can be forked from one of its steps.',
  ),
}
