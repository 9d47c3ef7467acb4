export const localDimensions = 256

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** Words weigh most, then pairs of words in their order, then the letters that words share. */
const weights = { word: 1, pair: 0.5, letters: 0.25 } as const

const featuresOf = (text: string): ReadonlyMap<string, number> => {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const features = new Map<string, number>()
  const add = (feature: string, weight: number): void => {
    features.set(feature, (features.get(feature) ?? 0) + weight)
  }
  for (const [index, word] of words.entries()) {
    add(`w:${word}`, weights.word)
    if (index > 0) add(`p:${words[index - 1]} ${word}`, weights.pair)
    const letters = Array.from(`<${word}>`)
    for (let start = 0; start + 3 <= letters.length; start += 1)
      add(`l:${letters.slice(start, start + 3).join('')}`, weights.letters)
  }
  return features
}

/**
 * Where a text lies: its words, pairs of words and letter trigrams, hashed with a sign into 256 dimensions (feature hashing,
 * Weinberger et al. 2009), the logarithm of how often, and the whole of length 1. Texts that share words lie near each
 * other; it knows nothing of what words mean. A text without words lies on the first axis.
 */
export const embedLocally = (text: string): readonly number[] => {
  const vector = new Array<number>(localDimensions).fill(0)
  for (const [feature, weight] of featuresOf(text)) {
    const hash = hashOf(feature)
    const axis = hash % localDimensions
    const sign = hash >>> 31 === 0 ? 1 : -1
    vector[axis] = (vector[axis] ?? 0) + sign * Math.log1p(weight)
  }
  const length = Math.hypot(...vector)
  if (length === 0) return vector.map((_, axis) => (axis === 0 ? 1 : 0))
  return vector.map((value) => value / length)
}
