import { z } from 'zod'
import type { Fit } from '../../../domain/agents/circuits/fit.ts'
import {
  Excluded,
  Preference,
  rank,
  Recommended,
  type Offer,
} from '../../../domain/agents/circuits/recommendation.ts'
import { device, type RegisteredDevice } from '../../../domain/devices/device.ts'
import { nextOpening } from '../../../domain/devices/windows.ts'
import { admit, type Terms } from '../../../domain/jobs/admission.ts'
import { instantOf } from '../../../domain/shared/instant.ts'
import { Money } from '../../../domain/shared/money.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { readProgram } from '../../jobs/program.ts'
import type { CommandContext } from '../../shared/context.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { answered, failed, notDone, refusal, rejected, type Answer } from './answer.ts'
import { expectedWait } from './expected-wait.ts'
import { CircuitInput } from './input.ts'

export const RecommendationInput = CircuitInput.extend({
  shots: z.int().min(1).max(100_000),
  /** No device whose estimate is above this, or in another asset. */
  maximumCost: Money.exactOptional(),
  prefer: Preference.default('BALANCED'),
})

const mostDevices = 40

export const Recommendation = z.strictObject({
  prefer: Preference,
  /** The best first. */
  devices: z.array(Recommended).max(mostDevices),
  /** Devices with qubits enough that would not take it, and why. */
  excluded: z.array(Excluded).max(mostDevices),
})
export type Recommendation = z.output<typeof Recommendation>

type Asked = z.output<typeof RecommendationInput>
type Admitted = { readonly state: RegisteredDevice; readonly terms: Terms }

const costRefusal = ({ estimate }: Terms, most: Money | undefined): string | undefined => {
  if (most === undefined) return undefined
  if (estimate.asset !== most.asset) return `It is paid in ${estimate.asset}.`
  return BigInt(estimate.amount) > BigInt(most.amount)
    ? `It is estimated to cost ${estimate.amount} of ${estimate.asset}, above the maximum.`
    : undefined
}

/** The best placement that was found. */
const bestOf = (fits: readonly Fit[]): Fit | undefined =>
  fits.toSorted((a, b) => b.success - a.success)[0]

const offerOf = async (
  services: Services,
  user: string,
  { state, terms }: Admitted,
  fits: readonly Fit[],
  limits: readonly string[],
): Promise<Offer> => {
  const { deviceId, facts, calibration } = state
  const now = services.clock.now().getTime()
  const opens = nextOpening(facts.executionWindows, now)
  const { noise: noisy } = facts.execution
  const fit = noisy && calibration !== undefined ? bestOf(fits) : undefined
  const [limit] = limits
  return {
    ...{ deviceId, name: facts.name, noisy, estimate: terms.estimate },
    wait: await expectedWait(services, deviceId, user),
    ...(opens > now ? { opensAt: instantOf(opens) } : {}),
    ...(fit === undefined ? {} : { fit }),
    ...(limit === undefined ? {} : { unfitted: limit }),
  }
}

/** Which devices would take the circuit, the best first by what is preferred, each with its reasons. */
export const recommendDevice = async (
  services: Services,
  context: CommandContext,
  { source, inputs = {}, shots, maximumCost, prefer }: Asked,
): Promise<Answer<Recommendation>> => {
  const refused = refusal(context, 'agents:read')
  if (refused !== undefined) return refused
  const circuit = await readProgram(services.circuits, source, inputs)
  if ('code' in circuit) return failed(circuit)
  if (isRejection(circuit)) return rejected(circuit)
  const admitted: Admitted[] = []
  const excluded: Excluded[] = []
  const now = services.clock.now().toISOString()
  for (const deviceId of await services.fleet.candidates(circuit.qubits, mostDevices)) {
    const { state } = await load(services.eventStore, services.foldCache, device, deviceId)
    if (state.kind === 'absent') continue
    const { name } = state.facts
    const terms = admit(state, circuit, shots, undefined, now)
    if (isRejection(terms)) {
      excluded.push({ deviceId, name, code: terms.rejected, reason: terms.detail })
      continue
    }
    const tooDear = costRefusal(terms, maximumCost)
    if (tooDear === undefined) admitted.push({ state, terms })
    else excluded.push({ deviceId, name, code: 'COST_ABOVE_MAXIMUM', reason: tooDear })
  }
  const graphs = admitted.map(({ state: { facts, calibration } }) => ({
    qubits: facts.qubits,
    connectivity: facts.connectivity,
    ...(calibration === undefined ? {} : { calibration: calibration.calibration }),
  }))
  const profiled = await services.circuitDesk.profile(source, inputs, graphs)
  if (profiled.kind !== 'profiled') return notDone(profiled)
  const { fits, profile } = profiled
  const offers: Offer[] = []
  for (const [index, each] of admitted.entries())
    offers.push(await offerOf(services, context.actor.id, each, fits[index] ?? [], profile.limits))
  return answered({ prefer, devices: [...rank(offers, prefer)], excluded })
}
