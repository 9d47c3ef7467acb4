import { createHash } from 'node:crypto'
import { stringify } from 'safe-stable-stringify'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'

/** SHA-256, hex, of a program's text; followed, where it is given inputs, by U+0000 and those as JSON with sorted keys. */
export const programHashOf = (source: string, inputs: ProgramInputs = {}): string => {
  const hash = createHash('sha256').update(source)
  if (Object.keys(inputs).length > 0) hash.update('\0').update(stringify(inputs))
  return hash.digest('hex')
}
