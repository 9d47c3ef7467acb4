import { failureOf, isAborted } from '../api/failure.ts'
import { h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { failureBox, loading, nothing } from '../parts/states.ts'
import { routes } from '../pages/routes.ts'
import { onMove, takeLinks } from '../routing/go.ts'
import { routeOf } from '../routing/route.ts'
import { current, onSessionEnd } from '../session/holder.ts'
import { announce } from './announce.ts'
import { takeKeys } from './keys.ts'
import { logInView } from './log-in.ts'
import { lightPlace, shell } from './shell.ts'
import { applyTheme } from './theme.ts'

/** A view that comes sooner is not announced as loading: it would only flicker. */
const patienceMs = 150

const main = h('main', { id: 'main', tabindex: '-1' })
let leaving = new AbortController()

const noSuchPage = (): HTMLElement =>
  nothing('There is no such page.', 'The address leads nowhere in the console.')

/** Shows what the address says, unless the reader has gone on by then. */
const showPlace = async (): Promise<void> => {
  leaving.abort()
  const own = new AbortController()
  leaving = own
  const found = routeOf(routes, new URL(window.location.href))
  const title = found?.route.title(found.at) ?? 'Nothing here'
  document.title = `${title} · Quantum Hub`
  lightPlace(found?.route.under ?? found?.route.pattern ?? '')
  const path = found?.at.path ?? ''
  const samePlace = main.dataset['path'] === path
  if (!samePlace) {
    main.scrollTo(0, 0)
    window.scrollTo(0, 0)
  }
  main.dataset['path'] = path
  main.setAttribute('aria-busy', 'true')
  const slow = setTimeout(() => {
    if (!own.signal.aborted && !samePlace) renew(main, loading(title))
  }, patienceMs)
  try {
    const view = found === undefined ? noSuchPage() : await found.route.show(found.at, own.signal)
    if (own.signal.aborted) return
    const content = h('div', { class: 'view' })
    content.append(view)
    renew(main, content)
    if (!samePlace) announce(title)
  } catch (thrown) {
    if (own.signal.aborted || isAborted(thrown)) return
    const failure = failureOf(thrown)
    if (current() !== undefined)
      renew(
        main,
        failureBox(failure, () => void showPlace()),
      )
  } finally {
    clearTimeout(slow)
    if (!own.signal.aborted) main.removeAttribute('aria-busy')
  }
}

const enter = (): void => {
  delete main.dataset['path']
  document.body.replaceChildren(...shell(main))
  void showPlace()
}

/** Who comes to a deep link logs in and finds it behind. */
const askWho = (note?: string): void => {
  leaving.abort()
  main.replaceChildren()
  for (const dialog of document.querySelectorAll('dialog')) dialog.remove()
  document.title = 'Log in · Quantum Hub'
  document.body.replaceChildren(...logInView(enter, note))
  document.querySelector('input')?.focus()
}

export const start = (): void => {
  applyTheme()
  takeLinks()
  takeKeys()
  onMove(() => {
    if (current() !== undefined) void showPlace()
  })
  onSessionEnd(() => askWho('You are logged out.'))
  if (current() === undefined) askWho()
  else enter()
}
