import { h } from '../dom/h.ts'

const region = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite', id: 'said' })

export const announcements = (): HTMLElement => region

/** Says something to who does not see it happen. */
export const announce = (text: string): void => {
  region.textContent = ''
  // A region that is emptied and filled at once is not read: the filling is a change of its own.
  requestAnimationFrame(() => {
    region.textContent = text
  })
}
