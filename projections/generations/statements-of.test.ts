import t from 'tap'
import { migrationsDirectory, readMigrations } from '../../platform/postgres/migration-files.ts'
import { statementsOf } from './statements-of.ts'

t.test('each statement, and the table that it is about', async (t) => {
  const sql = `-- What it is for; and why.
CREATE TABLE a (
  x int -- a number;
);
CREATE UNIQUE INDEX a_by_x ON a (x);
ALTER TABLE IF EXISTS b ADD COLUMN y text DEFAULT ';';
UPDATE c SET z = 1;
CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;`
  t.same(
    statementsOf(sql).map(({ table }) => table),
    ['a', 'a', 'b', 'c', undefined],
  )
})

t.test('every statement of every migration is understood', async (t) => {
  for (const { name, sql } of readMigrations(migrationsDirectory()))
    for (const statement of statementsOf(sql))
      t.ok(
        statement.table !== undefined || statement.sql.startsWith('CREATE FUNCTION'),
        `${name}: ${statement.sql.slice(0, 60)}`,
      )
})
