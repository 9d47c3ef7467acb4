/** The side on which an account grows. */
export type Side = 'DEBIT' | 'CREDIT'

/** Whose an account is: one wallet's, one organisation's, or the hub's own. */
export type OwnerKind = 'WALLET' | 'ORGANISATION' | 'HUB'

/** Categories of the streams whose events move money. */
export type Mover = 'wallet' | 'bill' | 'payee' | 'journal'

export type AccountFacts = {
  readonly normal: Side
  readonly owner: OwnerKind
  /** An account that a journal may move has no stream that keeps a limit on it. */
  readonly movedBy: readonly Mover[]
  readonly meaning: string
}

/** The chart of accounts. An account is named `<type>`, or `<type>:<owner>` where it has one. */
export const chart = {
  customer_credit: {
    normal: 'CREDIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'what a wallet may spend',
  },
  customer_held: {
    normal: 'CREDIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'what is reserved',
  },
  card_authorised: {
    normal: 'DEBIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'authorised by the payment provider and not yet captured; it backs holds',
  },
  customer_receivable: {
    normal: 'DEBIT',
    owner: 'ORGANISATION',
    movedBy: ['wallet', 'bill'],
    meaning: 'what a customer owes',
  },
  refund_liability: {
    normal: 'CREDIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'on its way back to a card',
  },
  disputed: {
    normal: 'DEBIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'taken back by a dispute beyond what was left to spend',
  },
  provider_payable: {
    normal: 'CREDIT',
    owner: 'ORGANISATION',
    movedBy: ['wallet', 'payee'],
    meaning: 'earned by a device’s owner and not yet settled',
  },
  seller_payable: {
    normal: 'CREDIT',
    owner: 'ORGANISATION',
    movedBy: ['wallet', 'payee'],
    meaning: 'earned by an app’s seller and not yet settled',
  },
  payee_balance: {
    normal: 'CREDIT',
    owner: 'ORGANISATION',
    movedBy: ['payee'],
    meaning: 'settled, and can be paid out',
  },
  payout_in_transit: {
    normal: 'CREDIT',
    owner: 'ORGANISATION',
    movedBy: ['payee'],
    meaning: 'on its way to a payee’s bank',
  },
  commission_revenue: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'the hub’s share of charges',
  },
  usage_revenue: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['bill'],
    meaning: 'billed usage',
  },
  agent_revenue: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'what agents spent on models out of their budgets',
  },
  tax_payable: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['bill'],
    meaning: 'tax that was billed and is owed to the state',
  },
  breakage_revenue: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'paid credit that expired unused',
  },
  psp_clearing: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'bill', 'payee', 'journal'],
    meaning: 'the hub’s money at the payment provider',
  },
  chain_clearing: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'bill', 'journal'],
    meaning: 'the tokens that the hub’s treasury has on chains, as far as they are final',
  },
  chain_unconfirmed: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet'],
    meaning: 'tokens that were seen on their way to the treasury and are not final',
  },
  chain_pending: {
    normal: 'CREDIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'a wallet’s deposits that are not final',
  },
  chain_withdrawing: {
    normal: 'CREDIT',
    owner: 'WALLET',
    movedBy: ['wallet'],
    meaning: 'on its way to an address on a chain',
  },
  unclaimed_deposits: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'tokens that came to the treasury and are nobody’s yet',
  },
  token_reserve: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['journal'],
    meaning: 'tokens in the treasury that are the hub’s own',
  },
  exchange_position: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'what the hub took in exchanges less what it gave, in each asset',
  },
  exchange_fees: {
    normal: 'CREDIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'what customers paid for exchanges',
  },
  psp_fees: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['journal'],
    meaning: 'what the payment provider charges the hub',
  },
  promotion_expense: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'promotional credit that was granted',
  },
  operator_grant: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'credit that an operator gave',
  },
  bad_debt: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'bill', 'journal'],
    meaning: 'debts that were given up',
  },
  adjustment_expense: {
    normal: 'DEBIT',
    owner: 'HUB',
    movedBy: ['wallet', 'journal'],
    meaning: 'corrections at the hub’s cost',
  },
} as const satisfies Readonly<Record<string, AccountFacts>>

export type AccountType = keyof typeof chart
export type Account = { readonly type: AccountType; readonly owner?: string }

const isType = (text: string): text is AccountType => Object.hasOwn(chart, text)

/** The account of that name; undefined where the chart has none, or the owner is missing or too much. */
export const accountOf = (name: string): Account | undefined => {
  const colon = name.indexOf(':')
  const type = colon === -1 ? name : name.slice(0, colon)
  if (!isType(type)) return undefined
  const isOwned = chart[type].owner !== 'HUB'
  if (isOwned !== (colon !== -1)) return undefined
  return isOwned ? { type, owner: name.slice(colon + 1) } : { type }
}

export const factsOf = (type: AccountType): AccountFacts => chart[type]

export const accountTypes: readonly AccountType[] = Object.keys(chart).filter(isType)

export const mayMove = (mover: Mover, account: string): boolean => {
  const known = accountOf(account)
  return known !== undefined && factsOf(known.type).movedBy.includes(mover)
}

/** What an account holds, counted on its normal side: negative when it stands on the wrong one. */
export const balanceOn = (account: string, debits: bigint, credits: bigint): bigint => {
  const known = accountOf(account)
  return known !== undefined && factsOf(known.type).normal === 'CREDIT'
    ? credits - debits
    : debits - credits
}
