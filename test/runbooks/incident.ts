import type { World } from './world.ts'

/** Something has gone wrong, or somebody wants something: what a runbook is opened for. */
export type Incident = {
  /** What the runbook calls by a name in capitals. */
  readonly variables: Readonly<Record<string, string>>
  /** What others do meanwhile: a bank, an administrator of the database. */
  readonly elsewhere?: () => Promise<void>
  /** What is still wrong afterwards; nothing, when the runbook has led out of it. */
  readonly left: () => Promise<readonly string[]>
}

export type Raise = (world: World) => Promise<Incident>
