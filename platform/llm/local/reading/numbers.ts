const words: readonly string[] = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  ...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'],
  ...['nineteen', 'twenty'],
]

/** Of a pattern: a whole number in digits, with thousands apart or not, or a word up to twenty. */
const wholeNumber = `(?:\\d{1,3}(?:,\\d{3})+|\\d+k?|${words.join('|')})`

const valueOf = (text: string): number => {
  const word = words.indexOf(text.toLowerCase())
  if (word >= 0) return word
  const digits = text.replaceAll(',', '')
  return digits.endsWith('k') ? 1000 * Number(digits.slice(0, -1)) : Number(digits)
}

/** The number before or after such a word: "four qubits", "4-qubit", "1,000 shots"; nothing where none is named. */
export const countOf = (text: string, noun: string): number | undefined => {
  const [, found] =
    new RegExp(`(?<![\\w.])(${wholeNumber})[\\s-]+(?:\\w+[\\s-]+)?${noun}s?\\b`, 'i').exec(text) ??
    []
  return found === undefined ? undefined : valueOf(found)
}
