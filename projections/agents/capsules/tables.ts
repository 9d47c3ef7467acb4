import type { Packaged, Publication } from '../../../domain/agents/capsules/capsule.ts'
import type { Run } from '../../../domain/agents/capsules/capsule-run.ts'

export type CapsuleRow = {
  readonly capsule_id: string
  readonly organisation_id: string
  readonly name: string
  readonly version: string
  readonly status: 'VALID' | 'INVALID'
  readonly sha256: string
  readonly content: Packaged['content']
  readonly facts: Packaged['facts']
  readonly declared: Packaged['declared']
  readonly report: Packaged['report']
  /** The oldest first. */
  readonly publications: readonly Publication[]
  readonly packaged_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type CapsuleRunRow = {
  readonly run_id: string
  readonly capsule_id: string
  readonly organisation_id: string
  readonly status: Run['outcome']['kind']
  readonly shots: number
  readonly seed: string
  readonly inputs: Run['inputs']
  readonly outcome: Run['outcome']
  readonly ran_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type CapsuleTables = {
  readonly capsules: CapsuleRow
  readonly capsule_runs: CapsuleRunRow
}
