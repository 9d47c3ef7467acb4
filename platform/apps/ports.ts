import type { ContentStore } from '../objects/content.ts'
import type { PackageIntake } from '../packages/intake.ts'
import type { PackageOutlet } from '../packages/outlet.ts'
import type { Sandbox } from '../sandbox/port.ts'
import type { SchemaJudge } from '../schemas/judge.ts'
import type { VersionChecker } from './check-version.ts'
import type { ProgramLibrary } from './program-library.ts'

/** What commands need to release and to run apps, and to keep what agents bring forth. */
export type AppPorts = ProgramLibrary &
  ContentStore &
  Pick<SchemaJudge, 'judge'> & {
    readonly checkVersion: VersionChecker
    readonly packages: PackageIntake
    readonly openPackage: PackageOutlet
    readonly sandbox: Sandbox
  }
