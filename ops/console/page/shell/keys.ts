import { go } from '../routing/go.ts'
import { hrefOf } from '../routing/route.ts'
import { showHelp } from './help.ts'
import { places } from './places.ts'
import { moveRow } from './rows.ts'

/** How long `g` waits for its letter, in ms. */
const patienceMs = 1_500

let waitsUntil = 0

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=range]), textarea, select'))

const focusSearch = (): void => {
  const search = document.querySelector('#find')
  if (search instanceof HTMLInputElement) search.select()
  if (search instanceof HTMLInputElement) search.focus()
}

const leave = (): void => {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  document.querySelector('main')?.focus()
}

const handle = (key: string): boolean => {
  if (performance.now() < waitsUntil) {
    waitsUntil = 0
    const place = places.find(({ letter }) => letter === key)
    if (place === undefined) return false
    go(hrefOf(place.path))
    return true
  }
  switch (key) {
    case 'g':
      waitsUntil = performance.now() + patienceMs
      return true
    case 'j':
      return moveRow(1)
    case 'k':
      return moveRow(-1)
    case '/':
      focusSearch()
      return true
    case '?':
      showHelp()
      return true
    default:
      return false
  }
}

/** The keys of the whole console. Whoever types, or stands in a dialog, has them to himself; Escape leaves a field. */
export const takeKeys = (): void =>
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
    if (document.querySelector('dialog[open]') !== null) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape') leave()
      return
    }
    if (handle(event.key)) event.preventDefault()
  })
