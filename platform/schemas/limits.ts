/** What a schema of a stranger may look like before anything is made of it. */
export const schemaLimits = {
  /** Characters of its JSON. */
  length: 64 * 1024,
  /** Of the schema, and of the values that it is applied to. */
  depth: 40,
  patternLength: 500,
} as const
