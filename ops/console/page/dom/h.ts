export type Child = Node | string | number | bigint | undefined | null | false | readonly Child[]

type Listener = (event: Event) => unknown

/** An attribute that is false or undefined is left out; true is written empty; what begins with `on` listens. */
export type Attributes = Readonly<Record<string, string | number | boolean | Listener | undefined>>

const append = (parent: Element, child: Child): void => {
  if (child === undefined || child === null || child === false) return
  if (child instanceof Node) parent.append(child)
  else if (typeof child === 'object') for (const one of child) append(parent, one)
  else parent.append(String(child))
}

const dress = <E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly Child[],
): E => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) append(element, child)
  return element
}

/** An element of HTML. Text is always text: nothing that comes from the hub is ever read as markup. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => dress(document.createElement(tag), attributes, children)

/** An element of SVG. */
export const s = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] =>
  dress(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)

/** What belongs together without an element of its own. */
export const group = (...children: readonly Child[]): DocumentFragment => {
  const fragment = document.createDocumentFragment()
  const holder = document.createElement('div')
  append(holder, children)
  fragment.append(...holder.childNodes)
  return fragment
}
