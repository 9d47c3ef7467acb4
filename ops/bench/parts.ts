import { append } from './append.ts'
import { ledger } from './ledger.ts'
import type { Part } from './kit/part.ts'
import { mainJob } from './main-job.ts'
import { projections } from './projections.ts'
import { read } from './read.ts'
import { replay } from './replay.ts'
import { sagas } from './sagas.ts'
import { scale } from './scale.ts'
import { visible } from './visible.ts'

/** Every part of the benchmark, in the order in which they are measured. */
export const parts: readonly Part[] = [
  append,
  read,
  projections,
  replay,
  visible,
  sagas,
  mainJob,
  ledger,
  scale,
]
