import t from 'tap'
import type { Place } from './instance-index.ts'
import { createRounds } from './rounds.ts'

const line = (stream: string): Place => ({ movedAt: new Date(0), stream })

t.test('page after page, then from the front; each list for itself', async (t) => {
  const rounds = createRounds(2)
  const list = ['a', 'b', 'c'].map(line)
  const look = async (name: string) => {
    const page = await rounds.next(name, (limit, after) =>
      Promise.resolve(
        list.filter(({ stream }) => after === undefined || stream > after.stream).slice(0, limit),
      ),
    )
    return page.map(({ stream }) => stream).join('')
  }
  t.same([await look('one'), await look('one'), await look('one')], ['ab', 'c', 'ab'])
  t.equal(await look('other'), 'ab')
  list.splice(2)
  t.same([await look('one'), await look('one')], ['', 'ab'], 'a list may end at a full page')
})

t.test('a page that could not be read is read again', async (t) => {
  const rounds = createRounds(1)
  await rounds.next('one', () => Promise.resolve([line('a')]))
  await t.rejects(
    rounds.next('one', () => Promise.reject(new Error('away'))),
    /away/,
  )
  await rounds.next('one', (_, after) => {
    t.equal(after?.stream, 'a')
    return Promise.resolve([])
  })
})
