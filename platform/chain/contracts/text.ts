import { getAddress } from 'ethers'

/**
 * A value of a contract as text: numbers in decimal, addresses with EIP-55's capitals, bytes as lower-case hex, lists and
 * tuples as JSON of such texts.
 */
export const textOf = (value: unknown): string => {
  if (isList(value)) return JSON.stringify([...value].map(nested))
  if (typeof value !== 'string' || !/^0x[0-9a-f]*$/i.test(value)) return String(value)
  return value.length === 42 ? getAddress(value) : value.toLowerCase()
}

/** What ethers decodes a list or a tuple to is an array, too. */
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const nested = (value: unknown): unknown => (isList(value) ? [...value].map(nested) : textOf(value))
