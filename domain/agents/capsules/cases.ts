import type { DeclaredInput } from '../../catalog/version-report.ts'
import type { ProgramInputs } from '../../jobs/program-inputs.ts'

/** Values worth a try, by what an `input` declaration is of: the edges, and what turns gates into others. */
const valuesOf = (type: string): readonly ProgramInputs[string][] => {
  const [, name = '', width = ''] = /^([a-z]+)(?:\[(\d+)\])?$/.exec(type) ?? []
  switch (name) {
    case 'float':
    case 'angle':
      return [0, Math.PI / 2, Math.PI]
    case 'int':
    case 'uint':
      return [0, 1, 2]
    case 'bool':
      return [false, true]
    case 'bit':
      if (width === '') return [false, true]
      return Number(width) > 512 ? [] : ['0'.repeat(Number(width)), '1'.repeat(Number(width))]
    default:
      return []
  }
}

export const mostCases = 8

/**
 * Inputs to try a program with: what is given for it first, then with one input after the other at each value that is worth
 * it. Nothing when a value is not given for an input that nothing is known of.
 */
export const casesOf = (
  declared: readonly DeclaredInput[],
  given: ProgramInputs,
): readonly ProgramInputs[] => {
  const base: Record<string, ProgramInputs[string]> = {}
  for (const { name, type } of declared) {
    const value = given[name] ?? valuesOf(type).at(-1)
    if (value === undefined) return []
    base[name] = value
  }
  const others = declared.flatMap(({ name, type }) =>
    valuesOf(type)
      .filter((value) => value !== base[name])
      .map((value) => ({ ...base, [name]: value })),
  )
  return [base, ...others].slice(0, mostCases)
}
