import { appVersion } from '../../../domain/catalog/app-version.ts'
import type { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import type { JsonObject } from '../../../domain/shared/json.ts'
import { reject, type FieldIssue, type Rejection } from '../../../domain/shared/rejection.ts'
import { runInputsOf } from '../../../platform/apps/run-inputs.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { ObjectStoreUnavailable } from '../../../platform/objects/port.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'

export type BoundProgram = {
  readonly source: string
  readonly inputs: ProgramInputs
  readonly preferredDeviceId?: string
}

const rejected = (issues: readonly FieldIssue[]): Rejection =>
  reject('INPUTS_REJECTED', issues[0]?.detail ?? 'The app does not take these inputs.', issues)

/** The version's program with inputs that its schema accepts. A version that was withdrawn still runs where it is pinned. */
export const boundProgram = async (
  { load, services: { apps } }: CommandTools,
  versionId: string,
  given: JsonObject,
): Promise<BoundProgram | Rejection | Failure> => {
  const { state: version } = await load(appVersion, versionId)
  if (version.kind !== 'released' && version.kind !== 'yanked') return notFound('released version')
  const judged = await apps.judge(version.inputSchema, [given])
  if (judged.kind === 'unusable')
    return rejected([
      { pointer: '', code: 'SCHEMA_INVALID', detail: 'The app’s schema takes no inputs.' },
    ])
  const [mismatches = []] = judged.verdicts
  if (mismatches.length > 0)
    return rejected(mismatches.map((each) => ({ ...each, pointer: `/inputs${each.pointer}` })))
  const bound = runInputsOf(given)
  if (bound.kind === 'unfit') {
    const detail = 'An input of a program is a number, a text, true or false.'
    return rejected([{ pointer: `/inputs/${bound.member}`, code: 'QASM_INPUT', detail }])
  }
  try {
    const program = await apps.programOf(version.ir)
    if (program.kind === 'refused')
      return { code: 'UNAVAILABLE', detail: `The app’s program cannot be had: ${program.detail}` }
    const { preferredDeviceId } = version
    const preferred = preferredDeviceId === undefined ? {} : { preferredDeviceId }
    return { source: program.source, inputs: bound.inputs, ...preferred }
  } catch (error) {
    if (!(error instanceof ObjectStoreUnavailable)) throw error
    return { code: 'UNAVAILABLE', detail: 'The storage of packages does not answer.' }
  }
}
