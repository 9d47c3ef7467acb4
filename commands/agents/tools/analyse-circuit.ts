import { CircuitProfile } from '../../../domain/agents/circuits/profile.ts'
import { analyseCircuit as analyse } from '../circuits/analyse.ts'
import { CircuitInput } from '../circuits/input.ts'
import { outcomeOf } from './outcome-of.ts'
import { defineTool } from './tool.ts'

export const analyseCircuit = defineTool({
  name: 'analyseCircuit',
  does: 'Counts what a circuit in OpenQASM is made of: gates, depth, which qubits interact.',
  input: CircuitInput,
  output: CircuitProfile,
  run: async (input, { services, context }) => outcomeOf(await analyse(services, context, input)),
})
