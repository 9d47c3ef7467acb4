import t from 'tap'
import { lazilyOf } from './lazily.ts'

t.test('each part is made once for each, and only when something of it is asked for', (t) => {
  const made: string[] = []
  const create = lazilyOf([
    ({ who }: { readonly who: string }) => {
      made.push(`greetings for ${who}`)
      return { hello: `hello ${who}`, bye: `bye ${who}` }
    },
    ({ who }: { readonly who: string }) => {
      made.push(`length for ${who}`)
      return { length: who.length }
    },
  ])
  t.same(made, [])
  t.equal(create({ who: 'first' }).hello, 'hello first', 'the first learns what there is')
  made.splice(0)
  const ravi = create({ who: 'ravi' })
  t.same(made, [])
  t.equal(ravi.length, 4)
  t.same(made, ['length for ravi'])
  t.same([ravi.hello, ravi.bye, ravi.length], ['hello ravi', 'bye ravi', 4])
  t.same(made, ['length for ravi', 'greetings for ravi'])
  t.equal(Reflect.get(ravi, 'nobody'), undefined)
  t.equal(Reflect.get(ravi, 'then'), undefined, 'it is taken for no promise')
  t.end()
})
