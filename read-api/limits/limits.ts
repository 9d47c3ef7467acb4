/** What one query may ask for; the configuration sets the first four. */
export type Limits = {
  /** Nested fields; introspection has its own bound in graphql-js. */
  readonly depth: number
  /** Objects that the query may return, by its own `first` and `last`. */
  readonly cost: number
  /** Aliases, counted where fragments are spread. */
  readonly aliases: number
  /** Lexical tokens of the document. */
  readonly tokens: number
  /** Directives, counted like aliases. */
  readonly directives: number
}

export type LimitName = keyof Limits
