import { h } from '../dom/h.ts'
import { hrefOf } from '../routing/route.ts'
import { current, logOut } from '../session/holder.ts'
import { settings } from '../settings.ts'
import { announce, announcements } from './announce.ts'
import { findBox } from './find.ts'
import { showHelp } from './help.ts'
import { placeGroups } from './places.ts'
import { chooseTheme, nextTheme, themeNow } from './theme.ts'

const navigation = (): HTMLElement =>
  h(
    'nav',
    { class: 'places', 'aria-label': 'Places' },
    placeGroups.map(({ name, places }) =>
      h(
        'section',
        {},
        h('h2', {}, name),
        h(
          'ul',
          {},
          places.map((place) =>
            h(
              'li',
              {},
              h(
                'a',
                { href: hrefOf(place.path), 'data-path': place.path },
                h('span', {}, place.name),
                h('kbd', { 'aria-hidden': 'true' }, `g ${place.letter}`),
              ),
            ),
          ),
        ),
      ),
    ),
  )

const themeButton = (): HTMLElement => {
  const label = (): string => `Theme: ${themeNow()}`
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      id: 'theme',
      onclick: () => {
        chooseTheme(nextTheme())
        button.textContent = label()
        announce(label())
      },
    },
    label(),
  )
  return button
}

/** What stands around every view. Lights the place that it belongs to. */
export const shell = (main: HTMLElement): readonly Node[] => [
  h('a', { class: 'skip', href: '#main' }, 'Skip to the content'),
  ...(settings.production
    ? [h('div', { class: 'production', role: 'note' }, 'PRODUCTION: what you do here happens')]
    : []),
  h(
    'div',
    { class: 'frame' },
    h(
      'header',
      { class: 'top' },
      h(
        'a',
        { class: 'brand', href: hrefOf('/') },
        h('span', { class: 'mark', 'aria-hidden': 'true' }),
        'Quantum Hub',
      ),
      findBox(),
      h(
        'div',
        { class: 'top-end' },
        h(
          'button',
          { type: 'button', class: 'button quiet', onclick: showHelp },
          'Keys ',
          h('kbd', {}, '?'),
        ),
        themeButton(),
        h('span', { class: 'who' }, current()?.name),
        h(
          'button',
          { type: 'button', class: 'button quiet', onclick: () => void logOut() },
          'Log out',
        ),
      ),
    ),
    navigation(),
    main,
  ),
  announcements(),
]

/** Where the places stand in one row, the one that is lit stands in its middle. */
const bringIntoSight = (link: HTMLElement): void => {
  const row = link.closest('.places')
  if (row !== null) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
}

export const lightPlace = (path: string): void => {
  for (const link of document.querySelectorAll<HTMLElement>('.places a'))
    if (link.dataset['path'] === path) {
      link.setAttribute('aria-current', 'page')
      bringIntoSight(link)
    } else link.removeAttribute('aria-current')
}
