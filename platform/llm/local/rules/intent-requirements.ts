import { z } from 'zod'
import type { Requirements } from '../../../../domain/agents/intent/requirements.ts'
import type { Money } from '../../../../domain/shared/money.ts'
import { recognise, type Recognised } from '../reading/algorithms.ts'
import { sumOf } from '../reading/money.ts'
import { countOf } from '../reading/numbers.ts'
import type { LocalRule } from '../rule.ts'

const Variables = z.object({
  text: z.string(),
  runBudget: z.object({ amount: z.string(), asset: z.string() }),
})

const usualShots = 1000

type Reading = {
  readonly text: string
  readonly circuit: Recognised | undefined
  readonly shots: number | undefined
  readonly sum: Money | undefined
  readonly maximumCost: Money
  readonly wants: {
    readonly run: boolean
    readonly tests: boolean
    readonly capsule: boolean
    readonly plan: boolean
  }
}

/** The lesser of what is named and what there is; of another asset there is nothing. */
const capped = (named: Money | undefined, budget: Money): Money =>
  named?.asset === budget.asset && BigInt(named.amount) < BigInt(budget.amount) ? named : budget

const read = (text: string, runBudget: Money): Reading => {
  const plan = /\bdeploy/i.test(text)
  const capsule = plan || /\bpackage|\bcapsule|\bdeliver|\bpublish/i.test(text)
  const only = /\b(?:do not|don['’]t|without) (?:run|execut|measur)/i.test(text)
  return {
    text,
    circuit: recognise(text),
    shots: countOf(text, 'shot') ?? countOf(text, 'time') ?? countOf(text, 'sample'),
    sum: sumOf(text),
    maximumCost: capped(sumOf(text), runBudget),
    wants: {
      run: !only && /\brun|\bexecut|\bmeasur|\bresult|\bdevice|\bshots?\b|\bsample/i.test(text),
      tests: capsule || /\btest|\bverif|\bproof|\bprove/i.test(text),
      ...{ capsule, plan },
    },
  }
}

const inUnits = ({ amount, asset }: Money): string => {
  const [code = '', scale = '0'] = asset.split('/')
  const digits = amount.padStart(Number(scale) + 1, '0')
  const at = digits.length - Number(scale)
  return scale === '0' ? `${digits} ${code}` : `${digits.slice(0, at)}.${digits.slice(at)} ${code}`
}

const functionalOf = ({ circuit, wants, shots = usualShots }: Reading): readonly string[] => [
  `A circuit in OpenQASM 3 for: ${circuit === undefined ? 'what is still to be named' : `${circuit.title} on ${circuit.qubits} qubits`}.`,
  ...(wants.run
    ? [`It is run with ${shots} shots on a device of the hub, and its counts kept.`]
    : []),
  ...(wants.tests ? ['Tests say which distribution it must give, and hold on the simulator.'] : []),
  ...(wants.capsule ? ['Circuit and tests are one capsule that runs in a sandbox.'] : []),
  ...(wants.plan ? ['A plan says how the capsule is deployed.'] : []),
]

type Quality = Requirements['nonFunctional'][number]['quality']

const nonFunctionalOf = ({ text, wants, maximumCost }: Reading): readonly [Quality, string][] => [
  ...(wants.run
    ? [['COST', `The run costs at most ${inUnits(maximumCost)}.`] satisfies [Quality, string]]
    : []),
  ...(/\bbest\b|accura|fidelity|least (?:error|noise)|low(?:est)? (?:error|noise)/i.test(text)
    ? [
        ['ACCURACY', 'Among the devices within the cost, the one with the least error.'] satisfies [
          Quality,
          string,
        ],
      ]
    : []),
  ...(/\bfast|\bsoon|\bquick|\bshort(?:est)? (?:queue|wait)/i.test(text)
    ? [['TIME', 'Waiting counts when the device is chosen.'] satisfies [Quality, string]]
    : []),
  ...(/optimi[sz]|\bfew(?:est|er)? (?:two-qubit )?gates|\bshallow/i.test(text)
    ? [
        [
          'SIZE',
          'No more two-qubit gates than it takes, proved equal to what was written.',
        ] satisfies [Quality, string],
      ]
    : []),
]

const deliverablesOf = ({ wants }: Reading): Requirements['deliverables'] => [
  'CIRCUIT',
  ...(wants.run ? ['RESULT' as const] : []),
  ...(wants.tests ? ['TESTS' as const] : []),
  ...(wants.capsule ? ['CAPSULE' as const] : []),
  ...(wants.plan ? ['DEPLOYMENT_PLAN' as const] : []),
]

const assumptionsOf = ({ circuit, shots, sum, wants }: Reading): readonly string[] => [
  ...(circuit === undefined || circuit.named
    ? []
    : [`${circuit.qubits} qubits, as none were named.`]),
  ...(wants.run && shots === undefined ? [`${usualShots} shots, as none were named.`] : []),
  ...(wants.run && sum === undefined
    ? ['The whole budget of the run may be spent, as no sum was named.']
    : []),
]

/** Requirements by keywords: what a sentence names is taken, what it leaves open is said. No understanding is claimed. */
export const requirementsOf = (text: string, runBudget: Money): Requirements => {
  const reading = read(text, runBudget)
  const { circuit, wants, shots, maximumCost } = reading
  return {
    goal: text.trim().replaceAll(/\s+/g, ' ').slice(0, 500),
    functional: functionalOf(reading).map((statement, at) => ({ id: `F${at + 1}`, statement })),
    nonFunctional: nonFunctionalOf(reading).map(([quality, statement], at) => ({
      id: `N${at + 1}`,
      ...{ quality, statement },
    })),
    circuit:
      circuit === undefined
        ? { algorithm: 'unknown', parameters: {} }
        : { algorithm: circuit.algorithm, qubits: circuit.qubits, parameters: circuit.parameters },
    ...(wants.run ? { run: { shots: shots ?? usualShots, maximumCost } } : {}),
    deliverables: deliverablesOf(reading),
    assumptions: assumptionsOf(reading),
    questions:
      circuit === undefined
        ? ['Which algorithm is wanted? The local provider knows them by name only.']
        : [],
  }
}

export const intentRequirementsRule: LocalRule = {
  template: 'intent.requirements',
  answer: (variables) => {
    const { text, runBudget } = Variables.parse(variables)
    return JSON.stringify(requirementsOf(text, runBudget))
  },
}
