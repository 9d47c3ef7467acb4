import { createHash } from 'node:crypto'
import type { FaultPlan, RunFailure, Submission } from '../../port.ts'

/** The fault that strikes this run, if one does: decided from the client token and the seed alone. */
export const faultOf = ({ clientToken, seed, fault }: Submission): FaultPlan | undefined => {
  if (fault === undefined) return undefined
  const digest = createHash('sha256')
    .update(JSON.stringify([fault.kind, clientToken, seed]))
    .digest()
  return digest.readUInt32BE(0) / 2 ** 32 < fault.probability ? fault : undefined
}

/** Shots that come back: fewer than asked for when the device gives up early. */
export const shotsUnder = (fault: FaultPlan | undefined, shots: number): number =>
  fault?.kind === 'PARTIAL'
    ? Math.min(shots, Math.max(1, Math.floor(shots * fault.fraction)))
    : shots

export const deviceError: RunFailure = {
  code: 'DEVICE_ERROR',
  message: 'the device broke off the run',
  faultDomain: 'PROVIDER',
  retriable: true,
}
