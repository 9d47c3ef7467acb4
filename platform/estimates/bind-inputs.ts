import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'

/** An `input` declaration, as the compiler reports it: its type written in full. */
type Declared = { readonly name: string; readonly type: string }

const literalOf = (type: string, value: ProgramInputs[string] | undefined): string => {
  if (type.startsWith('bit[')) return `"${String(value)}"`
  if (type === 'bit') return value === true || value === 1 ? '1' : '0'
  const text = String(value)
  const isDecimal = type === 'float' || type.startsWith('angle')
  return isDecimal && /^-?[0-9]+$/.test(text) ? `${text}.0` : text
}

/** The program with its inputs written into it as ordinary variables, for tools that know no `input`. */
export const withInputsWritten = (
  source: string,
  declared: readonly Declared[],
  inputs: ProgramInputs,
): string =>
  declared.reduce(
    (text, { name, type }) =>
      text.replace(
        new RegExp(String.raw`\binput\b([^;]*?)\b${name}\s*;`, 'gu'),
        (_all, kind: string) => `${kind.trim()} ${name} = ${literalOf(type, inputs[name])};`,
      ),
    source,
  )
