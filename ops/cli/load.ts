import type { Config } from '../../platform/config/schema.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { fail } from './say.ts'

/**
 * The configuration of the environment, or the end of the program with one line. `otherwise` stands in for variables that
 * the environment leaves out or empty.
 */
export const configOrExit = (otherwise: Readonly<Record<string, string>> = {}): Config => {
  const missing = Object.entries(otherwise).filter(([name]) => !process.env[name])
  const loaded = loadConfig({ ...process.env, ...Object.fromEntries(missing) })
  return loaded.ok ? loaded.config : fail(2, loaded.message)
}
