import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { ChainAddress, ChainKey } from '../../tokens/values.ts'
import { Reference } from './payment-events.ts'

/**
 * What an organisation pays with: cards that it has saved with the payment provider, and addresses that it has linked.
 * Nothing here could be paid with elsewhere.
 */
export const category = 'paymentMethods'
export const mostMethods = 20

/** What a person recognises a card by. */
export const Card = z.strictObject({
  brand: z.string().min(1).max(40),
  last4: z.string().regex(/^[0-9]{4}$/),
  expiryMonth: z.int().min(1).max(12),
  expiryYear: z.int().min(2000).max(2200),
})
export type Card = z.output<typeof Card>

// Events: the stored contract.
const Fact = z.strictObject({ organisation: Id, at: Instant })
const OfMethod = Fact.extend({ methodId: Id })
export const definitions = [
  /** The provider knows the organisation under this name. */
  defineEvent('PaymentCustomerCreated', 1, Fact.extend({ reference: Reference })),
  defineEvent(
    'PaymentMethodSaved',
    1,
    OfMethod.extend({ reference: Reference, card: Card, isDefault: z.boolean() }),
  ),
  /** An address on a chain, for which somebody signs each time: it is never taken when none is named. */
  defineEvent(
    'AddressMethodSaved',
    1,
    OfMethod.extend({ reference: Reference, chain: ChainKey, address: ChainAddress }),
  ),
  defineEvent('DefaultPaymentMethodSet', 1, OfMethod),
  /** `nextDefault`: the one that is taken from now on when none is named. */
  defineEvent(
    'PaymentMethodDetached',
    1,
    OfMethod.extend({ reference: Reference, nextDefault: Id.exactOptional() }),
  ),
] as const
export type PaymentMethodEvent = EventOf<(typeof definitions)[number]>

// State.
type Saved = { readonly reference: string; readonly isDetached: boolean }
export type SavedCard = Saved & { readonly card: Card }
export type SavedAddress = Saved & { readonly chain: string; readonly address: string }
export type SavedMethod = SavedCard | SavedAddress
export type PaymentMethods = {
  readonly customer?: string
  readonly defaultId?: string
  /** By their ids, in the order in which they were saved. */
  readonly methods: Readonly<Record<string, SavedMethod>>
}

export const initial: PaymentMethods = { methods: {} }

export const customerOf = ({ customer }: PaymentMethods): string | undefined => customer
/** One that is there to be paid with. */
export const methodIn = (
  { methods }: PaymentMethods,
  methodId: string,
): SavedMethod | undefined => {
  const method = Object.hasOwn(methods, methodId) ? methods[methodId] : undefined
  return method?.isDetached === true ? undefined : method
}

export const isCard = (method: SavedMethod): method is SavedCard => 'card' in method

export const cardIn = (state: PaymentMethods, methodId: string): SavedCard | undefined => {
  const method = methodIn(state, methodId)
  return method !== undefined && isCard(method) ? method : undefined
}
export const addressIn = (state: PaymentMethods, methodId: string): SavedAddress | undefined => {
  const method = methodIn(state, methodId)
  return method !== undefined && !isCard(method) ? method : undefined
}

const withDefault = (
  { defaultId: _, ...state }: PaymentMethods,
  methodId: string | undefined,
): PaymentMethods => (methodId === undefined ? state : { ...state, defaultId: methodId })

export const evolve = (
  state: PaymentMethods,
  { type, data }: PaymentMethodEvent,
): PaymentMethods => {
  switch (type) {
    case 'PaymentCustomerCreated':
      return { ...state, customer: data.reference }
    case 'PaymentMethodSaved': {
      const { methodId, reference, card, isDefault } = data
      const methods = { ...state.methods, [methodId]: { reference, card, isDetached: false } }
      const saved = { ...state, methods }
      return isDefault ? withDefault(saved, methodId) : saved
    }
    case 'AddressMethodSaved': {
      const { methodId, reference, chain, address } = data
      const saved = { reference, chain, address, isDetached: false }
      return { ...state, methods: { ...state.methods, [methodId]: saved } }
    }
    case 'DefaultPaymentMethodSet':
      return withDefault(state, data.methodId)
    case 'PaymentMethodDetached': {
      const { methodId, nextDefault } = data
      const before = state.methods[methodId]
      if (before === undefined) return state
      const methods = { ...state.methods, [methodId]: { ...before, isDetached: true } }
      const detached = { ...state, methods }
      return state.defaultId === methodId ? withDefault(detached, nextDefault) : detached
    }
    default:
      return exhausted(type)
  }
}

// Commands.
export type PaymentMethodCommand = { readonly organisation: string } & (
  | { readonly type: 'RecordCustomer'; readonly reference: string }
  | {
      readonly type: 'SaveMethod'
      readonly methodId: string
      readonly reference: string
      readonly card: Card
    }
  | {
      readonly type: 'SaveAddress'
      readonly methodId: string
      readonly reference: string
      readonly chain: string
      readonly address: string
    }
  | { readonly type: 'SetDefaultMethod'; readonly methodId: string }
  | { readonly type: 'DetachMethod'; readonly methodId: string }
)

const isThere = ([, { isDetached }]: readonly [string, SavedMethod]): boolean => !isDetached
const tooMany = (what: string) =>
  reject('LIMIT_REACHED', `An organisation saves ${mostMethods} ${what} at most.`)

export const decide = (
  command: PaymentMethodCommand,
  state: PaymentMethods,
  { now: at }: DecisionMeta,
): Decision<PaymentMethodEvent> => {
  const { organisation } = command
  const fact = { organisation, at }
  if (command.type === 'RecordCustomer') {
    // The first is kept: whatever was saved was saved there.
    const { reference } = command
    return state.customer === undefined
      ? [{ type: 'PaymentCustomerCreated', data: { ...fact, reference } }]
      : []
  }
  const { methodId } = command
  const there = Object.entries(state.methods).filter(isThere)
  const cards = there.filter(([, each]) => isCard(each))
  if (command.type === 'SaveMethod') {
    if (methodIn(state, methodId) !== undefined) return []
    if (cards.length >= mostMethods) return tooMany('cards')
    const { reference, card } = command
    const isDefault = state.defaultId === undefined
    return [{ type: 'PaymentMethodSaved', data: { ...fact, methodId, reference, card, isDefault } }]
  }
  if (command.type === 'SaveAddress') {
    if (methodIn(state, methodId) !== undefined) return []
    if (there.length - cards.length >= mostMethods) return tooMany('addresses')
    const { reference, chain, address } = command
    return [{ type: 'AddressMethodSaved', data: { ...fact, methodId, reference, chain, address } }]
  }
  const method = methodIn(state, methodId)
  if (command.type === 'DetachMethod' && method === undefined && methodId in state.methods)
    return []
  if (method === undefined) return reject('NOT_FOUND', 'There is no such payment method.')
  switch (command.type) {
    case 'SetDefaultMethod':
      if (!isCard(method))
        return reject('PAYMENT_METHOD_REFUSED', 'For an address somebody signs each time.')
      return state.defaultId === methodId
        ? []
        : [{ type: 'DefaultPaymentMethodSet', data: { ...fact, methodId } }]
    case 'DetachMethod': {
      const { reference } = method
      const [nextDefault] = cards
        .map(([id]) => id)
        .filter((id) => id !== methodId)
        .toReversed()
      const next = state.defaultId === methodId && nextDefault !== undefined ? { nextDefault } : {}
      return [{ type: 'PaymentMethodDetached', data: { ...fact, methodId, reference, ...next } }]
    }
    default:
      return exhausted(command)
  }
}

export const paymentMethods: Aggregate<PaymentMethods, PaymentMethodCommand, PaymentMethodEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
