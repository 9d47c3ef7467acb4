import { startOwners, type Living, type Owners, type OwnersOptions } from './owners.ts'

const prompt = (key: string, content: unknown): object => ({
  ...{ key, kind: 'PROMPT', template: 'call.text', maxOutputTokens: 200 },
  variables: { messages: [{ role: 'user', content }] },
})

/** Two at once, then one that takes what they answered. */
const definition = {
  title: 'Think',
  inputs: { question: { type: 'string' } },
  steps: [
    {
      ...{ key: 'both', kind: 'PARALLEL' },
      steps: [
        prompt('first', { $from: 'input.question' }),
        prompt('second', { $text: ['Say it otherwise: ', { $from: 'input.question' }] }),
      ],
    },
    prompt('last', { $text: ['Join: ', { $from: 'steps.first.output' }] }),
  ],
}

const living: Living = async ({ key, publish, steer }) => {
  const definitionId = await publish(definition, key)
  if (definitionId === undefined) return undefined
  return (number) => ({
    order: {
      workflow: { definitionId },
      input: { question: `What is question ${number}?` },
      budget: { amount: '10', asset: 'USD/2' },
    },
    meanwhile: async (runId, status, each, look) => {
      if (status === 'SUSPENDED')
        await steer(`/v1/workflow-runs/${runId}/resumption`, undefined, `${each}-on-${look}`)
    },
  })
}

/** Owners of workflows that ask language models within a budget, one run after the other. */
export const startThinkers = (options: OwnersOptions): Owners =>
  startOwners('think', options.world.people.slice(0, 2), options, living)
