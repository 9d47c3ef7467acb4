import { h } from '../dom/h.ts'
import { go } from '../routing/go.ts'
import { causeHref, hrefOf, streamHref } from '../routing/route.ts'

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Where what was typed leads: a stream by its name, a story by an id, the log by a type or a category. */
export const placeOf = (text: string): string => {
  if (uuid.test(text)) return causeHref(text)
  if (/^[A-Za-z]\w*-.+$/.test(text)) return streamHref(text)
  return /^[A-Z]/.test(text)
    ? hrefOf('/events', { types: text })
    : hrefOf('/events', { category: text })
}

export const findBox = (): HTMLElement => {
  const input = h('input', {
    id: 'find',
    type: 'search',
    name: 'find',
    placeholder: 'Stream, id, category or type',
    'aria-label': 'Go to a stream, an id, a category or an event type',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  return h(
    'form',
    {
      class: 'find',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault()
        const text = input.value.trim()
        if (text === '') return
        input.value = ''
        input.blur()
        go(placeOf(text))
      },
    },
    input,
    h('kbd', { 'aria-hidden': 'true' }, '/'),
  )
}
