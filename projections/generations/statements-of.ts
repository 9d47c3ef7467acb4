/** One statement of a migration, and the table that it makes or changes. */
export type Statement = { readonly sql: string; readonly table: string | undefined }

const onTable =
  /^(?:CREATE (?:UNLOGGED |TEMPORARY )?TABLE|ALTER TABLE|DROP TABLE|UPDATE|INSERT INTO|DELETE FROM)\s+(?:ONLY\s+)?(?:IF (?:NOT )?EXISTS\s+)?(\w+)/i
const onIndex = /^CREATE (?:UNIQUE )?INDEX\s+(?:IF NOT EXISTS\s+)?\w+\s+ON\s+(\w+)/i

/** The statements of a migration in their order. Its texts hold no `;` at the end of a line, and no `--`: a test sees to it. */
export const statementsOf = (sql: string): readonly Statement[] =>
  sql
    .replace(/--.*$/gm, '')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .map((statement) => ({
      sql: statement,
      table: (onTable.exec(statement) ?? onIndex.exec(statement))?.[1],
    }))
