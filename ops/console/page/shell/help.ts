import { h } from '../dom/h.ts'
import { places } from './places.ts'

const line = (keys: readonly string[], meaning: string): HTMLElement =>
  h(
    'div',
    { class: 'help-line' },
    h(
      'dt',
      {},
      keys.map((key) => h('kbd', {}, key)),
    ),
    h('dd', {}, meaning),
  )

/** The keys, in a dialog that Escape closes. */
export const showHelp = (): void => {
  const dialog: HTMLDialogElement = h(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'help-title', onclose: () => dialog.remove() },
    h('h2', { id: 'help-title' }, 'Keys'),
    h(
      'dl',
      { class: 'help' },
      line(['j'], 'the next row'),
      line(['k'], 'the row before'),
      line(['Enter'], 'open the row'),
      line(['/'], 'go to a stream, an id, a category or a type'),
      line(['?'], 'these keys'),
      line(['Esc'], 'leave a field, close a dialog'),
      places.map(({ letter, name }) => line(['g', letter], name)),
    ),
    h(
      'form',
      { method: 'dialog', class: 'dialog-buttons' },
      h('button', { class: 'button', autofocus: true }, 'Close'),
    ),
  )
  document.body.append(dialog)
  dialog.showModal()
}
