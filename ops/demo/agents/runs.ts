import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { Broken } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

const Run = z.looseObject({
  runId: z.string(),
  status: z.string(),
  code: z.string().optional(),
  budgetId: z.string().optional(),
  output: z.unknown().optional(),
  steps: z.array(z.looseObject({ step: z.string(), output: z.unknown().optional() })),
})
export type Run = z.output<typeof Run>

export const readRun = async ({ http }: Stage, { token }: Person, runId: string): Promise<Run> =>
  Run.parse((await http.get(`/v1/workflow-runs/${runId}`, { token })).body)

/** The run once it is over, which has to be well. */
export const completed = (stage: Stage, person: Person, runId: string): Promise<Run> =>
  until('the end of the run', async () => {
    const run = await readRun(stage, person, runId)
    if (run.status === 'COMPLETED') return run
    if (run.status === 'RUNNING') return undefined
    throw new Broken(
      `the run is ${run.status}: ${run.code ?? ''} after ${JSON.stringify(run.steps.map(({ step }) => step))}`,
    )
  })

/** What a step came to, once it has. */
export const outputOf = <Form extends z.ZodType>(
  stage: Stage,
  person: Person,
  runId: string,
  step: string,
  form: Form,
): Promise<z.output<Form>> =>
  until(`the step ${step}`, async () => {
    const { steps, status, code } = await readRun(stage, person, runId)
    const found = steps.find((each) => each.step === step)
    if (found !== undefined) return form.parse(found.output)
    if (status !== 'RUNNING') throw new Broken(`${step} was not reached: ${status} ${code ?? ''}`)
    return undefined
  })
