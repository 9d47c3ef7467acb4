/** What is wrong with a schema, or with a value by its schema: where, as a JSON pointer, and what. */
export type SchemaIssue = {
  readonly pointer: string
  readonly code: 'SCHEMA_INVALID' | 'SCHEMA_TOO_LARGE' | 'SCHEMA_REFUSED' | 'SCHEMA_MISMATCH'
  readonly detail: string
}

/** A member's name as a step of a JSON pointer (RFC 6901). */
export const step = (name: string): string => `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`
