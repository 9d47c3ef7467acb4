import type { BuiltIn } from './built-in.ts'

const from = (path: string) => ({ $from: path })

/**
 * A sentence becomes requirements, these a breakdown, that a workflow, which is published under an id of its own. A person
 * reads what is proposed; what they approve of runs.
 */
export const intent: BuiltIn = {
  name: 'intent',
  version: 1,
  definition: {
    title: 'From an intent to its workflow',
    inputs: {
      text: { type: 'string' },
      /** The most that may be spent on devices. */
      runBudget: { type: 'object' },
      /** What there was to work with when it was asked. */
      tools: { type: 'array' },
    },
    steps: [
      {
        ...{ key: 'requirements', kind: 'PROMPT', title: 'Understand what is wanted' },
        template: 'intent.requirements',
        promptVersion: 1,
        variables: { text: from('input.text'), runBudget: from('input.runBudget') },
        maxOutputTokens: 4_000,
      },
      {
        ...{ key: 'breakdown', kind: 'PROMPT', title: 'Break it down into tasks' },
        template: 'intent.breakdown',
        promptVersion: 1,
        variables: {
          requirements: from('steps.requirements.output'),
          tools: from('input.tools'),
        },
        maxOutputTokens: 8_000,
      },
      {
        ...{ key: 'proposal', kind: 'TOOL', title: 'Check it and propose a workflow' },
        tool: 'proposeWorkflow',
        input: {
          requirements: from('steps.requirements.output'),
          breakdown: from('steps.breakdown.output'),
          runBudget: from('input.runBudget'),
        },
      },
      {
        ...{ key: 'approval', kind: 'TASK', title: 'Have it approved' },
        assignee: { kind: 'ROLE', role: 'MEMBER' },
        approval: true,
        instruction: from('steps.proposal.output.summary'),
      },
      {
        ...{ key: 'work', kind: 'SUBWORKFLOW', title: 'Carry it out' },
        workflow: {
          definitionId: from('steps.proposal.output.definitionId'),
          version: from('steps.proposal.output.version'),
        },
        input: {},
      },
    ],
    output: {
      requirements: from('steps.requirements.output'),
      definitionId: from('steps.proposal.output.definitionId'),
      work: from('steps.work.output'),
    },
  },
}
