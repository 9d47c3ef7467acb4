/** One step of a JSON pointer (RFC 6901). */
export const pointerStep = (segment: PropertyKey): string =>
  `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`
