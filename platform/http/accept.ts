type Range = { readonly type: string; readonly quality: number }

const rangesOf = (accept: string): readonly Range[] =>
  accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
  })

/** How much a caller likes a media type: an Accept header's media ranges, of RFC 9110, section 12.5.1. */
export type Liking = {
  /** From 0, not at all, to 1; by the most specific range that covers the type. */
  readonly of: (type: string) => number
  /** Whether the type is named itself, not only covered. */
  readonly names: (type: string) => boolean
}

/** Without a header, or with an empty one, every type is as good. */
export const likingOf = (accept: string | undefined): Liking => {
  const ranges = rangesOf(accept === undefined || accept.trim() === '' ? '*/*' : accept)
  const find = (type: string) => ranges.find((range) => range.type === type)
  return {
    of: (type) => {
      const family = `${type.split('/', 1)[0] ?? ''}/*`
      return (find(type) ?? find(family) ?? find('*/*'))?.quality ?? 0
    },
    names: (type) => find(type) !== undefined,
  }
}
