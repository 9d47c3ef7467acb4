import { readFileSync } from 'node:fs'
import { getCompiler, loadWasmModule } from 'qsharp-lang'
import { z } from 'zod'
import { serveTasks } from '../threads/serve-tasks.ts'
import type { EstimateAnswer, EstimateTask } from './task.ts'

const Version = z.object({ version: z.string() })
const packageFile = new URL('../package.json', import.meta.resolve('qsharp-lang'))
const { version } = Version.parse(JSON.parse(readFileSync(packageFile, 'utf8')))
const estimator = `qsharp-lang ${version}`

const ready = (async () => {
  const file = new URL('../lib/web/qsc_wasm_bg.wasm', import.meta.resolve('qsharp-lang'))
  const { buffer, byteOffset, byteLength } = readFileSync(file)
  await loadWasmModule(buffer.slice(byteOffset, byteOffset + byteLength))
  return getCompiler()
})()

const Count = z.number().transform(Math.round)

/** What is taken of its answer. `formatted` text is left to whoever shows it. */
const Answer = z.tuple([
  z.object({
    status: z.literal('success'),
    jobParams: z.object({
      qecScheme: z.object({ name: z.string() }),
      qubitParams: z.object({ name: z.string() }),
      errorBudget: z.number(),
    }),
    physicalCounts: z.object({
      physicalQubits: Count,
      runtime: Count,
      breakdown: z.object({
        algorithmicLogicalQubits: Count,
        numTstates: Count,
        numTfactories: Count,
      }),
    }),
    logicalQubit: z.object({ codeDistance: Count }),
  }),
])

const estimate = async ({ source }: EstimateTask): Promise<EstimateAnswer> => {
  const compiler = await ready
  try {
    const text = await compiler.getEstimates(
      {
        sources: [['main.qasm', source]],
        languageFeatures: [],
        projectType: 'openqasm',
      },
      '',
      JSON.stringify([{}]),
    )
    const parsed = Answer.safeParse(JSON.parse(text))
    if (!parsed.success) return { kind: 'none', reason: `no estimate: ${text.slice(0, 300)}` }
    const [{ jobParams, physicalCounts, logicalQubit }] = parsed.data
    const { physicalQubits, runtime, breakdown } = physicalCounts
    return {
      kind: 'estimated',
      estimate: {
        estimator,
        qubitModel: jobParams.qubitParams.name,
        errorCorrection: jobParams.qecScheme.name,
        errorBudget: jobParams.errorBudget,
        physicalQubits,
        logicalQubits: breakdown.algorithmicLogicalQubits,
        codeDistance: logicalQubit.codeDistance,
        tStates: breakdown.numTstates,
        tFactories: breakdown.numTfactories,
        runtimeNs: runtime,
      },
    }
  } catch (error) {
    // The compiler of another language has its own opinion of a program: then there is no estimate.
    return { kind: 'none', reason: String(error).slice(0, 300) }
  }
}

/** The thread that asks Q#'s resource estimator, which works offline, for an error-corrected machine's needs. */
serveTasks(estimate)
