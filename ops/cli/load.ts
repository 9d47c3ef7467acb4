import type { Config } from '../../platform/config/schema.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { fail } from './say.ts'

/** The configuration of the environment, or the end of the program with one line. */
export const configOrExit = (): Config => {
  const loaded = loadConfig(process.env)
  return loaded.ok ? loaded.config : fail(2, loaded.message)
}
