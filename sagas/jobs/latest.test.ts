import t from 'tap'
import { latest } from './latest.ts'

/** A source that is fed by hand. */
const feed = () => {
  const values: number[] = []
  let wake = (): void => undefined
  let end: { readonly error?: Error } | undefined
  async function* source(): AsyncGenerator<number> {
    for (;;) {
      const value = values.shift()
      if (value !== undefined) yield value
      else if (end?.error !== undefined) throw end.error
      else if (end !== undefined) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    source: source(),
    push: (value: number) => {
      values.push(value)
      wake()
    },
    finish: (error?: Error) => {
      end = error === undefined ? {} : { error }
      wake()
    },
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test('a slow reader gets the newest', async (t) => {
  const { source, push, finish } = feed()
  const seen: number[] = []
  push(1)
  for await (const value of latest(source)) {
    seen.push(value)
    if (value === 1) {
      for (const next of [2, 3, 4]) push(next)
      finish()
      await turn()
    }
  }
  t.same(seen, [1, 4])
})

t.test('a quick reader gets all', async (t) => {
  const { source, push, finish } = feed()
  const seen: number[] = []
  push(0)
  for await (const value of latest(source)) {
    seen.push(value)
    if (value < 3) push(value + 1)
    else finish()
  }
  t.same(seen, [0, 1, 2, 3])
})

t.test('the last value is read before a failure is thrown', async (t) => {
  const { source, push, finish } = feed()
  const seen: number[] = []
  push(1)
  finish(new Error('gone'))
  await t.rejects(
    async () => {
      for await (const value of latest(source)) seen.push(value)
    },
    { message: 'gone' },
  )
  t.same(seen, [1])
})
