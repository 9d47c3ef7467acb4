/** The cosine of the angle between two vectors; 0 where one of them has no length, or they are of two models. */
export const cosine = (one: readonly number[], other: readonly number[]): number => {
  if (one.length !== other.length) return 0
  let product = 0
  let ones = 0
  let others = 0
  for (const [index, value] of one.entries()) {
    const opposite = other[index] ?? 0
    product += value * opposite
    ones += value * value
    others += opposite * opposite
  }
  return ones === 0 || others === 0 ? 0 : product / Math.sqrt(ones * others)
}

const numbersIn = (text: string): readonly string[] => text.match(/\d+(?:\.\d+)?/g) ?? []

/** "Three qubits" is no four: however alike two questions are, they are two where a number in them differs. */
export const sameNumbers = (one: string, other: string): boolean => {
  const [first, second] = [numbersIn(one), numbersIn(other)]
  return first.length === second.length && first.every((each, index) => each === second[index])
}
