/**
 * fast-check, from one seed: a red build speaks of its commit, not of its luck. `npm run properties` looks with fresh
 * seeds, and prints the `QHUB_PROPERTY_SEED` that repeats what it found.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['QHUB_PROPERTY_SEED'] ?? 20_261_122) })

export default fc
export type { Arbitrary } from 'fast-check'
