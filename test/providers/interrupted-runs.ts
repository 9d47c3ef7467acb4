import { createSimulatorProvider } from '../../platform/providers/simulator/provider.ts'
import { createSimulator } from '../../platform/providers/simulator/simulator.ts'
import { interruptedRun } from './interrupted-run.ts'

/** A process to be killed: accepts the runs named in its arguments and says so, line by line. */
const [directory = '', ...tokens] = process.argv.slice(2)
const simulator = createSimulator({ threads: 1 })
const provider = await createSimulatorProvider({ simulator, directory })
for (const token of tokens) {
  const { kind } = await provider.submit(interruptedRun(token))
  process.stdout.write(`${kind} ${token}\n`)
}
for (const token of tokens) {
  for await (const { state } of provider.watch(token)) process.stdout.write(`${state} ${token}\n`)
}
