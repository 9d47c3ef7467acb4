const moved = new EventTarget()

export const onMove = (then: () => void): void => {
  moved.addEventListener('move', then)
  window.addEventListener('popstate', then)
}

const tell = (): void => void moved.dispatchEvent(new Event('move'))

export const go = (href: string): void => {
  history.pushState(null, '', href)
  tell()
}

/** Writes the address of what is shown already. */
export const note = (href: string): void => history.replaceState(null, '', href)

/** Shows the same address anew. */
export const again = (): void => tell()

/** Links of the console stay in the page; all others, and those opened elsewhere, are the browser's. */
export const takeLinks = (): void =>
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const href = link?.getAttribute('href')
    if (!href?.startsWith('/console') || link?.hasAttribute('target') === true) return
    event.preventDefault()
    go(href)
  })
