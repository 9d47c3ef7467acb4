import t from 'tap'
import { routeOf } from './saga.ts'

const saga = {
  routes: {
    Began: { starts: 'id' },
    Went: { continues: 'id' },
    Paid: { continues: 'billId', optional: true },
    Ended: { stops: 'id', outcome: 'DONE' },
    Told: { starts: 'about.id', where: { kind: 'NEWS', 'about.kind': 'BILL' } },
  },
} as const

t.test('an event goes to the instance that it names', async (t) => {
  const data = { id: 'a', billId: 'b' }
  t.strictSame(routeOf(saga, { type: 'Began', data }), { instance: 'a', starts: true })
  t.strictSame(routeOf(saga, { type: 'Went', data }), { instance: 'a', starts: false })
  t.strictSame(routeOf(saga, { type: 'Paid', data }), { instance: 'b', starts: false })
  const ended = { instance: 'a', starts: false, stops: 'DONE' }
  t.strictSame(routeOf(saga, { type: 'Ended', data }), ended)
  t.equal(routeOf(saga, { type: 'Other', data }), undefined)
})

t.test('one that names none is a fault, but where it may be of no concern', async (t) => {
  const data = { something: 'else' }
  t.strictSame(routeOf(saga, { type: 'Went', data }), { instance: undefined, starts: false })
  t.equal(routeOf(saga, { type: 'Paid', data }), undefined)
})

t.test(
  'the instance may be named within, and only what is of one kind be of concern',
  async (t) => {
    const news = { kind: 'NEWS', about: { kind: 'BILL', id: 'a' } }
    const told = (data: unknown) => routeOf(saga, { type: 'Told', data })
    t.strictSame(told(news), { instance: 'a', starts: true })
    t.equal(told({ ...news, kind: 'MAIL' }), undefined)
    t.equal(told({ ...news, about: { kind: 'JOB', id: 'a' } }), undefined)
    t.equal(told({ kind: 'NEWS' }), undefined)
    const nameless = { ...news, about: { kind: 'BILL' } }
    t.strictSame(told(nameless), { instance: undefined, starts: true }, 'a fault')
  },
)
