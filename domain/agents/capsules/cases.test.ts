import t from 'tap'
import { casesOf, mostCases } from './cases.ts'

t.test('a program without inputs is one case', async (t) => {
  t.strictSame(casesOf([], {}), [{}])
  t.strictSame(casesOf([], { stray: 1 }), [{}], 'of what it asks for alone')
})

t.test('what is given comes first, then one input after the other', async (t) => {
  const declared = [
    { name: 'theta', type: 'angle[53]' },
    { name: 'on', type: 'bool' },
  ]
  t.strictSame(casesOf(declared, { theta: 0.3 }), [
    { theta: 0.3, on: true },
    { theta: 0, on: true },
    { theta: Math.PI / 2, on: true },
    { theta: Math.PI, on: true },
    { theta: 0.3, on: false },
  ])
  t.strictSame(casesOf([{ name: 'word', type: 'bit[3]' }], {}), [{ word: '111' }, { word: '000' }])
})

t.test('there are only so many, and none for what nobody knows', async (t) => {
  const many = Array.from({ length: 9 }, (_, at) => ({ name: `n${at}`, type: 'int[64]' }))
  t.equal(casesOf(many, {}).length, mostCases)
  t.strictSame(casesOf([{ name: 'x', type: 'complex' }], {}), [])
})
