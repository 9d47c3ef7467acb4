import { failureOf, isAborted } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { jsonView } from '../parts/json-view.ts'
import { card } from '../parts/page.ts'
import { failureBox } from '../parts/states.ts'
import { table } from '../parts/table.ts'
import { when } from '../parts/words.ts'
import { type StateChange, stateAt, stateDiff } from '../queries/states.ts'
import { note } from '../routing/go.ts'
import { streamHref } from '../routing/route.ts'

const value = (text: string | null): HTMLElement =>
  text === null ? h('span', { class: 'soft' }, 'nothing') : h('code', { class: 'long' }, text)

const changeTable = (changes: readonly StateChange[]): HTMLElement =>
  changes.length === 0
    ? h('p', { class: 'soft' }, 'The state is the same at both.')
    : table(
        'Changes',
        [
          { title: 'Where', cell: ({ pointer }) => h('code', {}, pointer === '' ? '/' : pointer) },
          { title: 'Before', cell: ({ before }) => h('del', {}, value(before)) },
          { title: 'After', cell: ({ after }) => h('ins', {}, value(after)), wide: true },
        ],
        changes,
      )

type Slider = {
  readonly label: string
  readonly id: string
  readonly last: number
  readonly at: number
}

const slider = ({ label, id, last, at }: Slider, then: (revision: number) => void): HTMLElement => {
  const output = h('output', { for: id, class: 'slider-value' }, at)
  const input: HTMLInputElement = h('input', {
    type: 'range',
    id,
    min: 0,
    max: last,
    value: at,
    oninput: () => {
      output.textContent = input.value
      then(input.valueAsNumber)
    },
  })
  return h('div', { class: 'slider' }, h('label', { for: id }, label), input, output)
}

/**
 * What an aggregate was after any of its events, and how two such moments differ. Both stand in the address. A slider that
 * moves on gives up the answer that it was waiting for.
 */
export const stateCards = (
  stream: string,
  last: number,
  chosen: { readonly at: number; readonly from: number },
  signal: AbortSignal,
): HTMLElement => {
  let { at, from } = chosen
  let waiting = new AbortController()
  const state = h('div', { id: 'state', 'aria-live': 'polite' })
  const changes = h('div', { id: 'changes', 'aria-live': 'polite' })

  const show = async (own: AbortSignal): Promise<void> => {
    const moment = (revision: number) => ({ revision: String(revision) })
    const [then, difference] = await Promise.all([
      read(stateAt, { stream, at: moment(at) }, own),
      read(
        stateDiff,
        { stream, from: moment(Math.min(from, at)), to: moment(Math.max(from, at)) },
        own,
      ),
    ])
    const { last: event, state: shown } = then.stateAt
    renew(
      state,
      h('p', { class: 'soft' }, `After ${event.type}, `, when(event.at)),
      jsonView(shown, `State at revision ${at}`),
    )
    renew(changes, changeTable(difference.stateDiff.changes))
  }
  const update = (): void => {
    waiting.abort()
    const own = new AbortController()
    waiting = own
    signal.addEventListener('abort', () => own.abort(), { once: true })
    show(own.signal).catch((thrown: unknown) => {
      if (own.signal.aborted || isAborted(thrown)) return
      renew(state, failureBox(failureOf(thrown)))
      renew(changes)
    })
  }
  const moved = (): void => {
    note(streamHref(stream, { at: String(at), from: String(from) }))
    update()
  }
  update()
  return h(
    'div',
    { class: 'cards' },
    card(
      'State at a revision',
      slider({ label: 'Revision', id: 'at', last, at }, (revision) => {
        at = revision
        moved()
      }),
      state,
    ),
    card(
      'What changed',
      slider({ label: 'Since revision', id: 'from', last, at: from }, (revision) => {
        from = revision
        moved()
      }),
      changes,
    ),
  )
}
