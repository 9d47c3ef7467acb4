/** The places of the navigation; `g` and the letter lead there. */
export type Place = { readonly path: string; readonly name: string; readonly letter: string }

export type PlaceGroup = { readonly name: string; readonly places: readonly Place[] }

export const placeGroups: readonly PlaceGroup[] = [
  {
    name: 'Hub',
    places: [
      { path: '/', name: 'Overview', letter: 'o' },
      { path: '/devices', name: 'Devices', letter: 'd' },
    ],
  },
  {
    name: 'Log',
    places: [
      { path: '/events', name: 'Events', letter: 'e' },
      { path: '/streams', name: 'Streams', letter: 's' },
      { path: '/cause', name: 'Causes', letter: 'c' },
      { path: '/audit', name: 'Audit heads', letter: 't' },
    ],
  },
  {
    name: 'Work',
    places: [
      { path: '/projections', name: 'Read models', letter: 'p' },
      { path: '/sagas', name: 'Sagas', letter: 'a' },
      { path: '/quarantine', name: 'Quarantine', letter: 'q' },
      { path: '/dead-letters', name: 'Dead letters', letter: 'l' },
      { path: '/timers', name: 'Timers', letter: 'm' },
    ],
  },
  {
    name: 'Money',
    places: [
      { path: '/ledger', name: 'Ledger', letter: 'b' },
      { path: '/chains', name: 'Chains', letter: 'n' },
    ],
  },
  {
    name: 'People',
    places: [{ path: '/actions', name: 'Operator actions', letter: 'h' }],
  },
]

export const places: readonly Place[] = placeGroups.flatMap(({ places }) => places)
