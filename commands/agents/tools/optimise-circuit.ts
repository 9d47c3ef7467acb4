import {
  Optimisation,
  OptimisationInput,
  optimiseCircuit as optimise,
} from '../circuits/optimise.ts'
import { outcomeOf } from './outcome-of.ts'
import { defineTool } from './tool.ts'

export const optimiseCircuit = defineTool({
  name: 'optimiseCircuit',
  does: 'Writes a circuit in OpenQASM with fewer gates, and shows that it does the same.',
  input: OptimisationInput,
  output: Optimisation,
  run: async (input, { services, context }) => outcomeOf(await optimise(services, context, input)),
})
