import type { z } from 'zod'
import type { CircuitProfile } from '../../../domain/agents/circuits/profile.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { answered, notDone, refusal, type Answer } from './answer.ts'
import type { CircuitInput } from './input.ts'

/** What a circuit is made of: gates, depth, which qubits interact. */
export const analyseCircuit = async (
  { circuitDesk }: Services,
  context: CommandContext,
  { source, inputs = {} }: z.output<typeof CircuitInput>,
): Promise<Answer<CircuitProfile>> => {
  const refused = refusal(context, 'agents:read')
  if (refused !== undefined) return refused
  const outcome = await circuitDesk.profile(source, inputs, [])
  return outcome.kind === 'profiled' ? answered(outcome.profile) : notDone(outcome)
}
