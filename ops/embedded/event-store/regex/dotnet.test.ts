import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { dotnetRegExp } from './dotnet.ts'

/** What .NET matches, by its documentation. */
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['^order-', ['order-1'], ['reorder-1', 'Order-1']],
  ['^[^$].*', ['Created'], ['$metadata', '']],
  ['^(job|wallet)-\\d+$', ['job-12', 'wallet-0', 'job-1\n'], ['jobs-1', 'job-', 'job-1\n\n']],
  ['^a$', ['a', 'a\n'], ['a\nb', 'ab']],
  ['^a\\z', ['a'], ['a\n']],
  ['\\Aa\\Z', ['a', 'a\n'], ['ba', 'ab']],
  ['(?m)^b$', ['a\nb\nc'], ['ab']],
  ['^a.c$', ['abc', 'a\rc', 'a\u2028c'], ['a\nc']],
  ['(?s)^a.c$', ['a\nc'], ['ac']],
  ['(?i)^created$', ['CREATED', 'Created'], ['creates']],
  ['^a(?i)b(?-i)c$', ['abc', 'aBc'], ['abC', 'Abc']],
  ['^(?i:ab)c$', ['ABc', 'abc'], ['abC']],
  ['^(a(?i)b)c$', ['aBc'], ['aBC']],
  ['(?i)^[a-c]+$', ['aBC'], ['d']],
  ['(?i)^ä$', ['Ä'], ['a']],
  ['(?x) ^ a b # the rest\n c $', ['abc'], ['a b c']],
  ['^\\w+$', ['größe_1', 'имя'], ['a-b']],
  ['^\\d$', ['٣'], ['x']],
  ['^\\S+\\s\\S+$', ['a\u00a0b', 'a b'], ['ab']],
  ['\\bjob\\b', ['a job b', 'job'], ['jobs', 'ajob']],
  ['^\\p{Lu}\\P{Lu}+$', ['Order'], ['order', 'ORder']],
  ['^[a-z-[aeiou]]+$', ['xyz'], ['xaz']],
  ['^[^a-z-[x]]$', ['A'], ['a']],
  ['^[]a]+$', [']a'], ['b']],
  ['^[a\\-z]+$', ['a-z'], ['m']],
  ['^[-a]$', ['-', 'a'], ['b']],
  ['^[.$|(]+$', ['.$|('], ['a']],
  ['^(?<kind>a|b)-\\k<kind>$', ['a-a', 'b-b'], ['a-b']],
  ["^(?'kind'a)\\k'kind'$", ['aa'], ['a']],
  ['^(a)(b)\\2\\1$', ['abba'], ['abab']],
  ['^(?>a+)b$', ['aab'], ['aa']],
  ['^(?>a|ab)c$', ['ac'], ['abc']],
  ['^a(?#note)b$', ['ab'], ['a']],
  ['^a{2,3}$', ['aa', 'aaa'], ['a', 'aaaa']],
  ['^a{,2}$', ['a{,2}'], ['aa']],
  ['^a+?b*?$', ['aab'], ['b']],
  ['^(?=a)(?!ab)..$', ['ac'], ['ab', 'bc']],
  ['(?<=-)1(?<!01)$', ['a-1'], ['a01']],
  ['^\\x41\\u0042\\t\\e\\cA$', ['AB\t\u001b\u0001'], ['AB']],
  ['^a/b_c~d"e$', ['a/b_c~d"e'], ['a']],
  ['^😀$', ['😀'], ['😁']],
  ['(?n)^(a)(b)$', ['ab'], ['a']],
]
for (const [pattern, yes, no] of cases) {
  t.test(`reads ${JSON.stringify(pattern)}`, (t) => {
    const regex = dotnetRegExp(pattern)
    for (const text of yes) t.ok(regex.test(text), `matches ${encodeURIComponent(text)}`)
    for (const text of no) t.notOk(regex.test(text), `does not match ${encodeURIComponent(text)}`)
    t.end()
  })
}

const refused = ['(?(a)b|c)', '(?<a-b>x)', '\\p{IsGreek}', '(', ')', '[a', 'a**', '[z-a]', '\\y']
for (const pattern of refused) {
  t.test(`refuses ${pattern}`, (t) => {
    t.throws(() => dotnetRegExp(pattern), SyntaxError)
    t.end()
  })
}

t.test('escaped text matches itself alone', (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const escaped = text.replace(/[\\*+?|{}[\]()^$.#\s-]/g, (mark) =>
        mark.trim() === '' ? `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${mark}`,
      )
      const regex = dotnetRegExp(`\\A${escaped}\\z`)
      return regex.test(text) && (text === other || !regex.test(other))
    }),
  )
  t.end()
})
