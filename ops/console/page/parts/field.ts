import { type Attributes, h } from '../dom/h.ts'

let made = 0

/** An input with its label. */
export const field = (label: string, attributes: Attributes, hint?: string): HTMLElement => {
  made += 1
  const id = `field-${made}`
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', {
      id,
      type: 'text',
      ...attributes,
      ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
    }),
    hint === undefined ? undefined : h('p', { class: 'hint', id: `${id}-hint` }, hint),
  )
}

export const choice = (
  label: string,
  name: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): HTMLElement => {
  made += 1
  const id = `field-${made}`
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, name },
      options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
    ),
  )
}
