/** How the focused element is found again in what replaces it. */
const keyOf = (element: Element | null): string | undefined =>
  element?.id !== undefined && element.id !== ''
    ? `#${CSS.escape(element.id)}`
    : element instanceof HTMLAnchorElement
      ? `a[href="${CSS.escape(element.getAttribute('href') ?? '')}"]`
      : undefined

/** Puts something new in the place of what a region holds; who had the focus in there keeps it. */
export const renew = (region: Element, ...content: readonly (Node | string)[]): void => {
  const focused = region.contains(document.activeElement)
    ? keyOf(document.activeElement)
    : undefined
  region.replaceChildren(...content)
  if (focused === undefined) return
  const again = region.querySelector(focused)
  if (again instanceof HTMLElement || again instanceof SVGElement)
    again.focus({ preventScroll: true })
}
