/** Levenshtein distance by the two-row method. */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of Array.from(a).entries()) {
    const current = [row + 1]
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    above = current
  }
  return above[b.length] ?? 0
}

/** The name that was probably meant, or undefined when none is near (a third of its letters at most). */
export const nearest = <T extends string>(wanted: string, names: readonly T[]): T | undefined => {
  const ranked = names
    .map((name) => ({ name, far: distance(wanted, name) }))
    .sort((one, other) => one.far - other.far)
  const best = ranked[0]
  return best && best.far <= Math.ceil(best.name.length / 3) ? best.name : undefined
}
