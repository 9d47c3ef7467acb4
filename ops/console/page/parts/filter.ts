import { type Child, h } from '../dom/h.ts'
import { go } from '../routing/go.ts'
import { hrefOf } from '../routing/route.ts'

/** A form whose fields are the address's query: what is looked at can be sent to a colleague. */
export const filterForm = (
  path: string,
  label: string,
  ...fields: readonly Child[]
): HTMLElement => {
  const form: HTMLFormElement = h(
    'form',
    {
      class: 'filter',
      'aria-label': label,
      onsubmit: (event) => {
        event.preventDefault()
        const given: Record<string, string> = {}
        for (const [name, value] of new FormData(form))
          if (typeof value === 'string') given[name] = value.trim()
        go(hrefOf(path, given))
      },
    },
    ...fields,
    h(
      'div',
      { class: 'filter-buttons' },
      h('button', { class: 'button primary', type: 'submit' }, 'Show'),
      h('a', { class: 'button', href: hrefOf(path) }, 'Clear'),
    ),
  )
  return form
}
