/** Value of an angle: numbers, pi, + - * / and parentheses. */
export const angle = (text: string, values: ReadonlyMap<string, number> = new Map()): number => {
  const words = text.match(/[\d.]+(?:e[-+]?\d+)?|\w+|[-+*/()]/giu) ?? []
  let at = 0
  const next = (): string => {
    const word = words[at]
    at += 1
    if (word === undefined) throw new Error(`'${text}' ends too early`)
    return word
  }
  const factor = (): number => {
    const word = next()
    if (word === '-') return -factor()
    if (word === '(') {
      const inner = sum()
      if (next() !== ')') throw new Error(`'${text}' lacks a parenthesis`)
      return inner
    }
    if (word === 'pi') return Math.PI
    const value = values.get(word) ?? Number(word)
    if (Number.isNaN(value)) throw new Error(`'${word}' is no number`)
    return value
  }
  const product = (): number => {
    let value = factor()
    while (words[at] === '*' || words[at] === '/')
      value = next() === '*' ? value * factor() : value / factor()
    return value
  }
  const sum = (): number => {
    let value = product()
    while (words[at] === '+' || words[at] === '-')
      value = next() === '+' ? value + product() : value - product()
    return value
  }
  const value = sum()
  if (at !== words.length) throw new Error(`'${text}' goes on after its end`)
  return value
}
