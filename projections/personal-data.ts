import type { KeyedTable, Row } from './shared/schema.ts'

/** Columns that hold personal data in clear, and the column that says whose: null once its subject's key was destroyed. */
export type PersonalColumns = {
  readonly [Table in KeyedTable]: {
    readonly table: Table
    /** Names the subject: a person's, an organisation's or an invitation's id. */
    readonly of: keyof Row<Table> & string
    readonly columns: readonly (keyof Row<Table> & string)[]
    /** The projection that opens what stands there. */
    readonly by: string
  }
}[KeyedTable]

/**
 * Every column of the read models that shows what is sealed in the log. A projection with `opens` that is missing here
 * fails the test beside this file. An erasure empties these columns and has Postgres write the tables anew.
 */
export const personalColumns: readonly PersonalColumns[] = [
  { table: 'users', of: 'user_id', columns: ['username', 'email'], by: 'users' },
  {
    table: 'profiles',
    of: 'user_id',
    columns: ['display_name', 'organisation', 'bio', 'avatar_url', 'links', 'contact'],
    by: 'profiles',
  },
  { table: 'invitations', of: 'invitation_id', columns: ['address'], by: 'invitations' },
  { table: 'organisations', of: 'organisation_id', columns: ['name'], by: 'organisations' },
  { table: 'knowledge_documents', of: 'organisation', columns: ['title'], by: 'knowledge' },
  {
    table: 'knowledge_passages',
    of: 'organisation',
    columns: ['text', 'vector'],
    by: 'knowledge',
  },
  { table: 'reviews', of: 'author', columns: ['title', 'body'], by: 'reviews' },
]
