import { z } from 'zod'
import { hold } from '../expect.ts'
import { proveLedger } from '../ledger.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { assemble } from './cast.ts'
import { diagnosePlanted } from './failing.ts'
import { spentOn, type Spent } from './spending.ts'
import { sentence, want } from './wanting.ts'

const Figures = z.looseObject({ twoQubitGates: z.number(), depth: z.number() })

/** What the steps of the approved workflow came to. */
const Work = z.looseObject({
  optimise: z.looseObject({ before: Figures, after: Figures }),
  recommend: z.looseObject({ deviceId: z.string() }),
  result: z.looseObject({
    status: z.string(),
    counts: z.record(z.string(), z.number()),
    charged: z.looseObject({ amount: z.string(), asset: z.string() }),
  }),
  capsule: z.looseObject({ sha256: z.string() }),
  trial: z.looseObject({ passed: z.boolean() }),
  plan: z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) }),
})

export type Summary = {
  readonly requirements: number
  readonly steps: number
  readonly twoQubitGates: { readonly before: number; readonly after: number }
  readonly depth: { readonly before: number; readonly after: number }
  readonly device: string
  readonly job: { readonly status: string; readonly charged: string }
  /** Of the failure that was planted. */
  readonly diagnosis: string
  /** SHA-256 of the capsule. */
  readonly capsule: string
} & Spent & { readonly ledgerZero: boolean; readonly events: number }

const shots = 1000
/** 3/8 in four bits. */
const expected = '0110'

/** From one sentence to a capsule, on a hub that asks nobody outside; throws where something does not hold. */
export const playAgents = async (stage: Stage, screen: Screen): Promise<Summary> => {
  screen.heading('Three devices, ten dollars, one sentence')
  const cast = await assemble(stage)
  screen.line(`  “${sentence}”`)

  screen.heading('What is understood')
  const { requirements, run } = await want(cast, screen)
  const { work } = z.looseObject({ work: Work }).parse(run.output)

  screen.heading('What came of it')
  const { before, after } = work.optimise
  screen.line(
    `  two-qubit gates ${before.twoQubitGates} → ${after.twoQubitGates}, depth ${before.depth} → ${after.depth}`,
  )
  hold(after.twoQubitGates < before.twoQubitGates, 'the circuit was not made smaller')
  const { deviceId } = work.recommend
  hold(
    deviceId === cast.devices.steady,
    'another device than the best one within the budget was chosen',
  )
  const { status, counts, charged } = work.result
  screen.histogram(counts, shots)
  hold(
    status === 'COMPLETED' && BigInt(charged.amount) <= 200n,
    'the job did not run within its budget',
  )
  const [[seen] = []] = Object.entries(counts).toSorted(([, a], [, b]) => b - a)
  hold(seen === expected, `${seen ?? 'nothing'} was seen most often, not ${expected}`)
  screen.line(`  the capsule ${work.capsule.sha256}`)
  hold(work.trial.passed, 'the capsule does not run')
  screen.line(`  deployed by ${work.plan.files.map(({ path }) => path).join(', ')}`)

  screen.heading('A failure that was planted, and an agent that is asked why')
  const diagnosis = await diagnosePlanted(cast)
  for (const { detail, advice = '' } of diagnosis.findings)
    screen.line(`  ${diagnosis.code}: ${detail} ${advice}`)
  hold(diagnosis.code === 'DEVICE_ERROR', `the diagnosis is ${diagnosis.code}`)

  screen.heading('What the models cost')
  const spent = await spentOn(cast, run)
  screen.line(`  ${spent.tokens.in} tokens in, ${spent.tokens.out} out, ${spent.cost}`)

  screen.heading('The ledger')
  const { eventStore } = stage.hub.connections
  const { ledgerZero, events } = await proveLedger(
    ...([stage.graphql, eventStore, cast.operator, screen.line] as const),
  )
  hold(ledgerZero, 'the ledger does not sum to zero')
  return {
    ...{ requirements, steps: run.steps.length + Object.keys(work).length },
    twoQubitGates: { before: before.twoQubitGates, after: after.twoQubitGates },
    depth: { before: before.depth, after: after.depth },
    device: 'Steady 5',
    job: { status, charged: charged.amount },
    ...{ diagnosis: diagnosis.code, capsule: work.capsule.sha256 },
    ...spent,
    ...{ ledgerZero, events },
  }
}
