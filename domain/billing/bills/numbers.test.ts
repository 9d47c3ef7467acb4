import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { fold } from '../../shared/decider.ts'
import { isRejection } from '../../shared/rejection.ts'
import { billNumbers, initial, numberGiven, type NumberCommand } from './numbers.ts'

const { after } = decider(billNumbers)
const number = (document: string): NumberCommand => ({
  type: 'NumberDocument',
  ...{ entity: 'QH', series: 'BILL', year: 2026, documentId: idNamed(document) },
})

t.test('numbers count up; a document has one for good', async (t) => {
  const { state } = after(number('a'), number('b'))
  t.equal(numberGiven(state, idNamed('a')), 'QH-2026-000001')
  t.equal(numberGiven(state, idNamed('b')), 'QH-2026-000002')
  after(number('a'), number('b')).when(number('a')).then([])
  const { events } = after({ ...number('a'), series: 'CREDIT_NOTE' })
  t.match(events, [{ data: { number: 'QH-CN-2026-000001' } }])
})

t.test('however often documents ask: one number each, none left out', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 100 }), (asked) => {
      const state = asked.reduce((before, n) => {
        const decision = billNumbers.decide(number(`document ${n}`), before, meta)
        return isRejection(decision) ? before : fold(billNumbers.evolve, before, decision)
      }, initial)
      const distinct = new Set(asked)
      const given = [...distinct].map((n) => numberGiven(state, idNamed(`document ${n}`)) ?? '')
      return state.last === distinct.size && new Set(given).size === distinct.size
    }),
  )
  t.pass('for all')
})
