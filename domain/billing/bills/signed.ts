import { z } from 'zod'
import { MinorUnits } from '../../shared/money.ts'

/** A whole number of minor units that may be below zero: what a line of a bill takes, or gives back. */
export const SignedUnits = z
  .string()
  .regex(/^(?:0|-?[1-9][0-9]{0,35})$/)
  .max(37)

export const Units = MinorUnits.max(36)

export const sumOf = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)
