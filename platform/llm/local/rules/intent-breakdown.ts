import { z } from 'zod'
import type { Breakdown, BreakdownTask } from '../../../../domain/agents/intent/breakdown.ts'
import type { Requirements } from '../../../../domain/agents/intent/requirements.ts'
import type { JsonObject } from '../../../../domain/shared/json.ts'
import type { LocalRule } from '../rule.ts'

// The prompt has checked the variables against their form.
const Variables = z.object({ requirements: z.custom<Requirements>() })

type Planned = Omit<BreakdownTask, 'satisfies'>

const from = (path: string): JsonObject => ({ $from: `steps.${path}` })
const source = from('optimise.output.source')
const byTool = (tool: string, input: JsonObject): BreakdownTask['work'] => ({
  ...{ kind: 'TOOL', tool, input },
})

const writing = ({ circuit }: Requirements): readonly Planned[] => [
  {
    ...{ key: 'generate', title: 'Write the circuit', role: 'DEVELOPER', needs: [] },
    work: byTool('generateCircuit', { ...circuit }),
  },
  {
    ...{ key: 'optimise', title: 'Take out the gates that it does not need' },
    ...{ role: 'QUANTUM_SPECIALIST', needs: ['generate'] },
    work: byTool('optimiseCircuit', { source: from('generate.output.source') }),
  },
]

const preferenceOf = ({ nonFunctional }: Requirements): string => {
  const wanted = nonFunctional.find(({ quality }) => quality === 'ACCURACY' || quality === 'TIME')
  return wanted?.quality ?? 'COST'
}

const running = (requirements: Requirements): readonly Planned[] => {
  const { run } = requirements
  if (run === undefined) return []
  const { shots, maximumCost } = run
  const jobId = from('submit.output.jobId')
  const terms = { source, shots, maximumCost: { ...maximumCost } }
  return [
    {
      ...{ key: 'recommend', title: 'Find the device', role: 'QUANTUM_SPECIALIST' },
      needs: ['optimise'],
      work: byTool('recommendDevice', { ...terms, prefer: preferenceOf(requirements) }),
    },
    {
      ...{ key: 'submit', title: 'Send the job', role: 'DEVOPS_ENGINEER', needs: ['recommend'] },
      work: byTool('submitJob', { ...terms, deviceId: from('recommend.output.deviceId') }),
    },
    {
      ...{ key: 'result', title: 'Wait for the result', role: 'DEVOPS_ENGINEER' },
      needs: ['submit'],
      work: byTool('awaitJob', { jobId }),
    },
    {
      ...{ key: 'diagnose', title: 'Find out why it failed', role: 'QUANTUM_SPECIALIST' },
      needs: ['result'],
      when: { of: from('result.output.status'), is: 'NOT_EQUAL', to: 'COMPLETED' },
      work: byTool('diagnoseJob', { jobId }),
    },
  ]
}

const checking = ({ deliverables, circuit }: Requirements): readonly Planned[] => {
  const wanted = new Set(deliverables)
  const tests: Planned = {
    // Of what was written, so that they hold against what was made of it.
    ...{ key: 'tests', title: 'Write the tests', role: 'QA_ENGINEER', needs: ['optimise'] },
    work: byTool('generateTests', { source: from('generate.output.source') }),
  }
  const capsule: readonly Planned[] = [
    {
      ...{ key: 'capsule', title: 'Make a capsule of it', role: 'ARCHITECT', needs: ['tests'] },
      work: byTool('packageCapsule', {
        ...{ name: circuit.algorithm, source, tests: from('tests.output.tests') },
      }),
    },
    {
      ...{ key: 'trial', title: 'Run it in the sandbox', role: 'QA_ENGINEER', needs: ['capsule'] },
      work: byTool('runCapsule', { capsuleId: from('capsule.output.capsuleId') }),
    },
  ]
  const plan: Planned = {
    ...{ key: 'plan', title: 'Plan its deployment', role: 'DEVOPS_ENGINEER', needs: ['trial'] },
    work: byTool('planDeployment', { capsuleId: from('capsule.output.capsuleId') }),
  }
  return [
    ...(wanted.has('TESTS') || wanted.has('CAPSULE') || wanted.has('DEPLOYMENT_PLAN')
      ? [tests]
      : []),
    ...(wanted.has('CAPSULE') || wanted.has('DEPLOYMENT_PLAN') ? capsule : []),
    ...(wanted.has('DEPLOYMENT_PLAN') ? [plan] : []),
  ]
}

type Quality = Requirements['nonFunctional'][number]['quality']

const byQuality: Readonly<Record<Quality, string>> = {
  COST: 'submit',
  ACCURACY: 'recommend',
  TIME: 'recommend',
  SIZE: 'optimise',
  VERIFIABILITY: 'tests',
  PORTABILITY: 'capsule',
}
const byWord: readonly (readonly [RegExp, string])[] = [
  [/\bdeploy/i, 'plan'],
  [/\bcapsule|\bpackage|\bsandbox/i, 'capsule'],
  [/\btest|\bdistribution/i, 'tests'],
  [/\brun\b|\bshots\b|\bcounts\b|\bresult/i, 'result'],
]

/** Which task serves a requirement: by its quality, or by what its sentence speaks of. */
const servants = ({
  functional,
  nonFunctional,
}: Requirements): readonly (readonly [string, string])[] => [
  ...functional.map(({ id, statement }): [string, string] => {
    const [, key = 'generate'] = byWord.find(([word]) => word.test(statement)) ?? []
    return [id, key]
  }),
  ...nonFunctional.map(({ id, quality }): [string, string] => [id, byQuality[quality]]),
]

/** Tasks by what is to be delivered: one fixed chain, of which as much is taken as is wanted. */
export const breakdownOf = (requirements: Requirements): Breakdown => {
  const tasks = [...writing(requirements), ...running(requirements), ...checking(requirements)]
  const keys = new Set(tasks.map(({ key }) => key))
  const serves = servants(requirements).map(([id, key]) => [id, keys.has(key) ? key : 'generate'])
  return {
    title: requirements.goal.slice(0, 120),
    tasks: tasks.map((task) => ({
      ...task,
      satisfies: serves.filter(([, key]) => key === task.key).map(([id = '']) => id),
    })),
  }
}

export const intentBreakdownRule: LocalRule = {
  template: 'intent.breakdown',
  answer: (variables) => JSON.stringify(breakdownOf(Variables.parse(variables).requirements)),
}
