import { type AST, parseRegExpLiteral } from '@eslint-community/regexpp'

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const lengthOf = (node: AST.Node): number => {
  switch (node.type) {
    case 'RegExpLiteral':
      return lengthOf(node.pattern)
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return Math.max(...node.alternatives.map(lengthOf))
    case 'Alternative':
      return sum(node.elements.map(lengthOf))
    case 'Quantifier':
      return node.max === 0 ? 0 : node.max * lengthOf(node.element)
    case 'Assertion':
      return 0
    // A character beyond the first plane counts two.
    case 'Character':
      return node.value > 0xffff ? 2 : 1
    case 'CharacterClass':
    case 'CharacterSet':
      return 1
    default:
      return Infinity
  }
}

/** The most UTF-16 units that a text matched from end to end by this pattern has; nothing when there is no such bound. */
export const longestMatch = (pattern: string): number | undefined => {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return undefined
  const length = lengthOf(parseRegExpLiteral(new RegExp(pattern)))
  return Number.isFinite(length) ? length : undefined
}
