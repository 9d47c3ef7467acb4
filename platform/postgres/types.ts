import { type CustomTypesConfig, types } from 'pg'

const int8 = 20
const int8List = 1016
const date = 1082

const bigints = (text: string): readonly (bigint | null)[] =>
  text
    .slice(1, -1)
    .split(',')
    .filter((item) => item !== '')
    .map((item) => (item === 'NULL' ? null : BigInt(item)))

const same = (text: string): string => text

const own: Readonly<Record<number, (text: string) => unknown>> = {
  [int8]: BigInt,
  [int8List]: bigints,
  // A day has no time zone; pg would make it midnight here.
  [date]: same,
}

/**
 * How Postgres values are read: int8 as bigint, numeric and date as text, timestamps as Date, json
 * as its value, bytea as Buffer. For one pool only: pg's own table is shared by the whole process.
 */
export const valueTypes: CustomTypesConfig = {
  // pg's parsers give any.
  getTypeParser: (id, format): ((text: string) => unknown) =>
    own[id] ?? (types.getTypeParser(id, format) as (text: string) => unknown),
}
