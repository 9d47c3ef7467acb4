import { z } from 'zod'
import { device } from '../../domain/devices/device.ts'
import { admit, type Terms } from '../../domain/jobs/admission.ts'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { programHashOf } from '../../platform/providers/program-hash.ts'
import { notFound } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'
import { readProgram, Source } from './program.ts'

/** What is asked of a device, in a quote and in a job alike. */
export const Work = z.strictObject({
  source: Source,
  /** Values of the program's `input` declarations, by name. */
  inputs: ProgramInputs.exactOptional(),
  deviceId: Id,
  shots: z.int().min(1).max(100_000),
  calibrationId: Id.exactOptional(),
})

export type Prepared = Terms & {
  readonly circuit: CircuitFacts
  readonly programHash: string
  readonly providerOrganisation: string
}

/** Reads the program, and meanwhile the device, which is then asked for its terms. */
export const prepare = async (
  { source, inputs = {}, deviceId, shots, calibrationId }: z.output<typeof Work>,
  { services, load }: CommandTools,
): Promise<Prepared | Rejection | Failure> => {
  const [{ state }, circuit] = await Promise.all([
    load(device, deviceId),
    readProgram(services.circuits, source, inputs),
  ])
  if (state.kind === 'absent') return notFound('device')
  if (isRejection(circuit) || 'code' in circuit) return circuit
  const terms = admit(state, circuit, shots, calibrationId, services.clock.now().toISOString())
  if (isRejection(terms)) return terms
  return {
    ...terms,
    circuit,
    programHash: programHashOf(source, inputs),
    providerOrganisation: state.providerOrganisation,
  }
}
