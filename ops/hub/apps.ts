import { join } from 'node:path'
import { createVersionChecker } from '../../platform/apps/check-version.ts'
import type { AppPorts } from '../../platform/apps/ports.ts'
import { createProgramLibrary } from '../../platform/apps/program-library.ts'
import type { Config } from '../../platform/config/schema.ts'
import { createPhysicalEstimator } from '../../platform/estimates/physical.ts'
import { createContentStore } from '../../platform/objects/content.ts'
import { createDirectoryStore } from '../../platform/objects/directory.ts'
import { bucketOf, createS3Store } from '../../platform/objects/s3.ts'
import { createSpool } from '../../platform/objects/spool.ts'
import { createPackageIntake } from '../../platform/packages/intake.ts'
import { createPackageOutlet } from '../../platform/packages/outlet.ts'
import type { Simulator } from '../../platform/providers/simulator/simulator.ts'
import { createScriptRunner } from '../../platform/sandbox/script-runner.ts'
import { createSchemaJudge } from '../../platform/schemas/judge.ts'

type AppsConfig = Pick<Config, 'dataDir' | 'objectStoreUrl' | 'packageMaxBytes'>

/** What releases and runs apps, until it is closed. */
export type Apps = { readonly ports: AppPorts; readonly close: () => Promise<void> }

/** Packages lie in the bucket that is configured, or below the data directory; threads start when they are needed. */
export const createApps = (
  { dataDir, objectStoreUrl, packageMaxBytes }: AppsConfig,
  simulator: Pick<Simulator, 'analyse' | 'run'>,
): Apps => {
  const directory = join(dataDir, 'objects')
  const objects =
    objectStoreUrl === undefined
      ? createDirectoryStore(directory)
      : createS3Store(bucketOf(objectStoreUrl))
  const spool = createSpool(join(directory, 'incoming'))
  const schemas = createSchemaJudge()
  const scripts = createScriptRunner()
  const estimator = createPhysicalEstimator()
  const programs = createProgramLibrary(objects, spool)
  return {
    ports: {
      ...programs,
      ...createContentStore(objects, spool),
      judge: schemas.judge,
      checkVersion: createVersionChecker({ simulator, schemas, estimator, programs }),
      packages: createPackageIntake(objects, spool, packageMaxBytes),
      openPackage: createPackageOutlet(objects),
      sandbox: { run: simulator.run, process: scripts.process },
    },
    close: async () => {
      await Promise.all([schemas.close(), scripts.close(), estimator.close()])
    },
  }
}
