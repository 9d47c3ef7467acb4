import type { Plan, Pricing } from '../../domain/subscriptions/plan.ts'
import { idNamed } from './given-when-then/meta.ts'

/** A plan of that name in cents, as a listing would offer it. */
export const planOf = (name: string, pricing: Pricing, changes: Partial<Plan> = {}): Plan => ({
  planId: idNamed(`plan ${name}`),
  name,
  description: '',
  asset: 'USD/2',
  pricing,
  trialDays: 0,
  entitlements: [],
  priceVersion: 1,
  ...changes,
})

export const monthly = (price: number, changes: Partial<Plan> = {}): Plan =>
  planOf(`monthly ${price}`, { kind: 'MONTHLY', price: price.toString() }, changes)

export const yearly = (price: number, changes: Partial<Plan> = {}): Plan =>
  planOf(`yearly ${price}`, { kind: 'YEARLY', price: price.toString() }, changes)

export const oneTime = (price: number, changes: Partial<Plan> = {}): Plan =>
  planOf(`once ${price}`, { kind: 'ONE_TIME', price: price.toString() }, changes)

export const free = (changes: Partial<Plan> = {}): Plan => planOf('free', { kind: 'FREE' }, changes)

export const payPerUse = (perRun: number, changes: Partial<Plan> = {}): Plan =>
  planOf(`per use ${perRun}`, { kind: 'PAY_PER_USE', perRun: perRun.toString() }, changes)
