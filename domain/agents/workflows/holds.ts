import type { Json } from '../../shared/json.ts'
import { same } from '../../shared/same.ts'
import { exhausted } from '../../shared/values.ts'
import type { Condition, Operator } from './condition.ts'
import { resolved, type Scope } from './scope.ts'

/** Numbers by size and texts by their characters; nothing else has an order, and comparing it holds never. */
const inOrder = (a: Json, b: Json, check: (sign: number) => boolean): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return check(a - b)
  if (typeof a === 'string' && typeof b === 'string') return check(a === b ? 0 : a < b ? -1 : 1)
  return false
}

const contains = (whole: Json, part: Json): boolean => {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part)
  return Array.isArray(whole) && whole.some((each: Json) => same(each, part))
}

const compare = (a: Json, is: Operator, b: Json): boolean => {
  switch (is) {
    case 'EQUAL':
      return same(a, b)
    case 'NOT_EQUAL':
      return !same(a, b)
    case 'LESS':
      return inOrder(a, b, (sign) => sign < 0)
    case 'LESS_OR_EQUAL':
      return inOrder(a, b, (sign) => sign <= 0)
    case 'GREATER':
      return inOrder(a, b, (sign) => sign > 0)
    case 'GREATER_OR_EQUAL':
      return inOrder(a, b, (sign) => sign >= 0)
    case 'CONTAINS':
      return contains(a, b)
    default:
      return exhausted(is)
  }
}

export const holds = (condition: Condition, scope: Scope): boolean => {
  if ('of' in condition)
    return compare(resolved(scope, condition.of), condition.is, resolved(scope, condition.to))
  if ('present' in condition) return resolved(scope, condition.present) !== null
  if ('not' in condition) return !holds(condition.not, scope)
  return 'all' in condition
    ? condition.all.every((each) => holds(each, scope))
    : condition.any.some((each) => holds(each, scope))
}
