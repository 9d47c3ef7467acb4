import t from 'tap'
import { longestMatch } from './longest-match.ts'

const cases: readonly (readonly [string, number | undefined])[] = [
  ['^(?:0|[1-9][0-9]{0,35})$', 36],
  ['^[A-Z][A-Z0-9]{2,9}\\/(?:[0-9]|1[0-9])$', 13],
  ['^sealed$', 6],
  ['^(a|bc)?d{2}$', 4],
  ['^a*$', undefined],
  ['^a+b$', undefined],
  ['a{3}', undefined],
  ['^$', 0],
]

for (const [pattern, longest] of cases)
  t.equal(longestMatch(pattern), longest, `/${pattern}/ ${longest?.toString() ?? 'has no bound'}`)
