import type { Json } from '../shared/json.ts'
import { Asset } from '../shared/money.ts'
import { moneyText } from '../shared/money-text.ts'
import type { Facts } from './facts.ts'

const placeholder = /\{([A-Za-z0-9_.]+)(?:\|([A-Za-z0-9_.]+))?\}/g

/** Control characters, line ends among them: a name must not write further lines, or headers, of a mail. */
const unprintable = /[\p{Cc}\u2028\u2029]+/gu

/**
 * The template with each `{path}` replaced by what the facts hold there; nothing where they hold no text or number.
 * `{path|path of the asset}` prints minor units as money: `12.50 USD`.
 */
export const fill = (template: string, facts: Facts): string =>
  template.replace(placeholder, (_, path: string, asset?: string) => {
    const value = at(facts, path.split('.'))
    return asset === undefined ? printed(value) : money(value, at(facts, asset.split('.')))
  })

export const placeholdersIn = (template: string): readonly string[] =>
  [...template.matchAll(placeholder)].flatMap(([, path = '', asset]) =>
    asset === undefined ? [path] : [path, asset],
  )

const money = (amount: Json | undefined, asset: Json | undefined): string =>
  typeof amount === 'string' && typeof asset === 'string' && Asset.safeParse(asset).success
    ? moneyText(amount, asset)
    : ''

const at = (value: Json | undefined, path: readonly string[]): Json | undefined => {
  const [first, ...rest] = path
  if (first === undefined) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // An object of JSON: arrays were just ruled out.
  const object = value as Facts
  return Object.hasOwn(object, first) ? at(object[first], rest) : undefined
}

const printed = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).replace(unprintable, ' ').slice(0, 500)
    : ''
